/// A rule over several fields of one mapping.
public struct Check<Options: Sendable>: Sendable {
  let body: @Sendable (Options, inout CheckReport) -> Void

  /// Declares a rule; it runs only if every field could be read.
  public init(_ body: @escaping @Sendable (Options, inout CheckReport) -> Void) {
    self.body = body
  }
}

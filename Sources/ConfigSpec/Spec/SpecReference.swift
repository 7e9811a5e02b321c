/// A spec that is looked up when it is needed, so that options can contain themselves.
public struct SpecReference: Sendable {
  private let find: @Sendable () -> SpecOutline

  /// Names a spec.
  public init(_ find: @escaping @Sendable () -> SpecOutline) {
    self.find = find
  }

  /// The spec.
  public var outline: SpecOutline { find() }
}

/// The result of reading options.
public struct Decoded<Options: Sendable>: Sendable {
  /// The options; where something was wrong they hold defaults, so look at `diagnostics` first.
  public var options: Options?
  /// Where each setting came from.
  public var origins: Origins
  /// What is wrong.
  public var diagnostics: Diagnostics

  /// Joins the parts of a result.
  public init(options: Options?, origins: Origins, diagnostics: Diagnostics) {
    self.options = options
    self.origins = origins
    self.diagnostics = diagnostics
  }
}

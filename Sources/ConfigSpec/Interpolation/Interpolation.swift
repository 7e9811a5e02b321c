/// One `${…}` that was replaced in a scalar.
public struct Interpolation: Sendable {
  /// The reference as it is written: `${NAME:-x}`.
  public var reference: String
  /// The name or path that it asks for.
  public var name: String
  /// Where it stands.
  public var span: Span
  /// Whether the value must not be shown: it is from the environment or from a file.
  public var isHidden: Bool
}

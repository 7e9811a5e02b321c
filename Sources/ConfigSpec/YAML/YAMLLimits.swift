/// What a file may ask of the reader.
public struct YAMLLimits: Sendable {
  /// The largest file in bytes, before decoding.
  public var bytes = 16 << 20
  /// The deepest nesting, aliases expanded.
  public var depth = 64
  /// The most nodes, aliases expanded.
  public var nodes = 100_000
  /// The longest scalar in bytes.
  public var scalarBytes = 1 << 20

  /// The limits of format.md.
  public init() {}
}

/// One effective setting: what holds and why.
public struct Setting: Sendable {
  /// The path of the key.
  public var path: String
  /// The value as text; secrets are replaced.
  public var value: String
  /// Where it came from.
  public var origin: Origin
}

/// One effective setting: what holds and why.
public struct Setting: Sendable {
  /// The path of the key.
  public var path: String
  /// The value as text; secrets are replaced.
  public var value: String
  /// Where it came from.
  public var origin: Origin

  /// Makes a setting.
  public init(path: String, value: String, origin: Origin) {
    self.path = path
    self.value = value
    self.origin = origin
  }
}

/// A setting of an earlier file that a later one replaced.
public struct Override: Sendable {
  /// The path of the key.
  public var path: String
  /// Where the value stood that no longer counts.
  public var earlier: Span
  /// Where the value stands that counts.
  public var later: Span
}

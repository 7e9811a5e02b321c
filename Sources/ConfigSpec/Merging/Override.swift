/// A setting of an earlier file that a later one replaced.
public struct Override: Sendable {
  /// The path of the key.
  public var path: String
  /// Where the value stood that no longer counts.
  public var earlier: Span
  /// Where the value stands that counts.
  public var later: Span

  /// Notes what was replaced.
  public init(path: String, earlier: Span, later: Span) {
    self.path = path
    self.earlier = earlier
    self.later = later
  }
}

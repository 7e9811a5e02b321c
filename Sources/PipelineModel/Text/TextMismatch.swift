/// Where text stops being what it should be, and what should stand there.
public struct TextMismatch: Error, Equatable, Sendable {
  /// Bytes before the first one that doesn't fit; the length of the text if it is too short.
  public var offset: Int
  /// What was expected there, such as `a month (01 to 12)`.
  public var expected: String

  /// A mismatch from its parts.
  public init(offset: Int, expected: String) {
    self.offset = offset
    self.expected = expected
  }
}

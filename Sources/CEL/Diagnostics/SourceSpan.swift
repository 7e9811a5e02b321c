/// A range of UTF-8 bytes of an expression's text.
public struct SourceSpan: Hashable, Sendable {
  private let first: UInt32
  private let end: UInt32

  /// The offset of the first byte, counted from 0.
  public var start: Int { Int(first) }

  /// The offset just past the last byte.
  public var upperBound: Int { Int(end) }

  /// Makes the span of the bytes `start..<upperBound`.
  public init(_ start: Int, _ upperBound: Int) {
    first = UInt32(clamping: start)
    end = UInt32(clamping: max(start, upperBound))
  }

  /// The smallest span that covers both.
  func union(_ other: SourceSpan) -> SourceSpan {
    SourceSpan(min(start, other.start), max(upperBound, other.upperBound))
  }
}

/// A value as it stands in the text.
@frozen
public struct JSONToken: BitwiseCopyable, Sendable {
  /// What begins here.
  @frozen
  public enum Kind: UInt8, BitwiseCopyable, Sendable {
    /// `null`.
    case null
    /// `false`.
    case no
    /// `true`.
    case yes
    /// A number without point and exponent.
    case integer
    /// Any other number.
    case number
    /// A string without escapes: its text is the slice.
    case string
    /// A string with escapes: the slice must go through `JSONUnescape`.
    case escapedString
    /// An array, with its brackets.
    case array
    /// An object, with its braces.
    case object
  }

  /// What it is.
  public var kind: Kind
  /// Its first byte; of a string, the one after the quote.
  public var start: Int
  /// The byte after its last one; of a string, the closing quote.
  public var end: Int

  /// A token from its parts.
  @inlinable
  public init(kind: Kind, start: Int, end: Int) {
    self.kind = kind
    self.start = start
    self.end = end
  }
}

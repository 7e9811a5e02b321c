/// A piece of a file: what a message underlines and where a setting came from.
public struct Span: Sendable {
  /// The file.
  public var file: SourceFile
  /// The bytes of the decoded text.
  public var range: Range<Int>

  /// Names a range of bytes of a file.
  public init(_ file: SourceFile, _ range: Range<Int>) {
    self.file = file
    self.range = range
  }

  /// Where it begins.
  public var start: Position { file.position(at: range.lowerBound) }
  /// Where it ends; the column is the one after the last character.
  public var end: Position { file.position(at: range.upperBound) }
  /// The text as it stands in the file.
  public var text: String { file.text(range) }
  /// `file:line:column`.
  public var label: String { "\(file.path):\(start.line):\(start.column)" }
  /// `file:line`.
  public var lineLabel: String { "\(file.path):\(start.line)" }

  /// Whether another span lies wholly in this one.
  func contains(_ other: Span) -> Bool {
    file === other.file && range.lowerBound <= other.range.lowerBound
      && other.range.upperBound <= range.upperBound
  }

  /// Whether the two have bytes in common.
  func overlaps(_ other: Span) -> Bool { file === other.file && range.overlaps(other.range) }
}

extension Span: Hashable {
  /// Spans are equal if they name the same bytes of the same loaded file.
  public static func == (left: Span, right: Span) -> Bool {
    left.file === right.file && left.range == right.range
  }

  /// Feeds the file's identity and the range.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(ObjectIdentifier(file))
    hasher.combine(range)
  }
}

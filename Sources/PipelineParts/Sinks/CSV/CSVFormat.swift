/// How CSV is written; the default is RFC 4180 with plain line feeds.
public struct CSVFormat: Sendable, Equatable {
  /// What separates fields: one ASCII character other than the quote and line ends.
  public var delimiter = UInt8(ascii: ",")
  /// What fields are quoted with, and what is doubled inside them.
  public var quote = UInt8(ascii: "\"")
  /// What ends a record.
  public var lineEnd = "\n"
  /// What stands for null and for a field the record doesn't have.
  public var nullText = ""
  /// Whether the columns' names stand before the first record.
  public var hasHeader = true

  /// The default format.
  public init() {}
}

/// Why a record can't be read.
enum CSVDefect: Equatable {
  /// A quoted field does not end within the file, or not within the longest record.
  case unterminatedQuote
  /// A quoted field goes on after its closing quote.
  case textAfterQuote
  /// The last byte takes the next one as it is.
  case unfinishedEscape
  /// The record is longer than it may be.
  case tooLong

  /// What is wrong, for people.
  func message(_ dialect: CSVDialect) -> String {
    switch self {
    case .unterminatedQuote:
      "a quote is opened here and not closed before the end of the file or within `max_record` "
        + "(\(dialect.maxRecord) bytes)"
    case .textAfterQuote:
      "text follows the closing quote of a field, where a delimiter or line end must stand"
    case .unfinishedEscape: "the file ends after a backslash"
    case .tooLong: "the record is longer than `max_record` (\(dialect.maxRecord) bytes)"
    }
  }
}

/// What decides where fields and records end.
struct CSVDialect: Sendable {
  let delimiter: UInt8
  let quote: UInt8
  let hasQuote: Bool
  let doublesQuotes: Bool
  let escape: UInt8
  let hasEscape: Bool
  let trim: Bool
  let comment: UInt8?
  let maxRecord: Int

  init(_ options: CSVOptions) {
    delimiter = options.delimiter
    quote = options.quote ?? 0
    hasQuote = options.quote != nil
    doublesQuotes = options.escape == .doubling
    escape = UInt8(ascii: "\\")
    hasEscape = options.escape == .backslash
    trim = options.trim
    comment = options.comment
    maxRecord = options.input.maxRecord
  }

  @inline(__always)
  func isLineEnd(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }

  @inline(__always)
  func isSpace(_ byte: UInt8) -> Bool { (byte == 0x20 || byte == 0x09) && byte != delimiter }
}

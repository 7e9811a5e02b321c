/// Reads one record at a time, byte by byte: the definition of how CSV is read here.
///
/// The grammar is that of Python's csv module in strict mode: a quote opens a quoted field only where the
/// field begins, elsewhere it is text; after the closing quote the field must end. LF, CRLF and CR end
/// records. A record with a defect ends with the line on which the defect is, so that reading goes on with
/// the next line.
struct CSVRecordScanner {
  let dialect: CSVDialect
  /// The fields of the latest record.
  private(set) var fields: [CSVField] = []

  init(_ dialect: CSVDialect) { self.dialect = dialect }

  /// The record at `start`, or nil if its end may lie beyond `end`; `start` is before `end`.
  mutating func scan(
    _ bytes: UnsafePointer<UInt8>, from start: Int, to end: Int, isAtEnd: Bool
  ) -> CSVRecord? {
    fields.removeAll(keepingCapacity: true)
    if dialect.isLineEnd(bytes[start]) {
      return record(.blank, bytes, endingAt: start, end, isAtEnd)
    }
    if bytes[start] == dialect.comment {
      return line(.comment, bytes, from: start, end, isAtEnd)
    }
    // One byte more than allowed: reaching it means that the record is too long.
    let limit = min(end, start + dialect.maxRecord + 1)
    let isOverflow = limit - start > dialect.maxRecord
    var at = start
    while true {
      if dialect.trim { skipSpaces(bytes, &at, limit) }
      if dialect.hasQuote && at < limit && bytes[at] == dialect.quote {
        let opened = at
        guard closeQuote(bytes, &at, limit) else {
          guard isOverflow || isAtEnd else { return nil }
          return line(.defect(.unterminatedQuote, at: opened), bytes, from: opened, end, isAtEnd)
        }
        if dialect.trim { skipSpaces(bytes, &at, limit) }
        if at < limit && bytes[at] != dialect.delimiter && !dialect.isLineEnd(bytes[at]) {
          return line(.defect(.textAfterQuote, at: at), bytes, from: at, end, isAtEnd)
        }
      } else if !readPlain(bytes, &at, limit) {
        guard isOverflow || isAtEnd else { return nil }
        return line(
          .defect(isOverflow ? .tooLong : .unfinishedEscape, at: at), bytes, from: at, end, isAtEnd)
      }
      guard at < limit else {
        if isOverflow { return line(.defect(.tooLong, at: start), bytes, from: limit, end, isAtEnd) }
        return isAtEnd ? CSVRecord(kind: .fields, contentEnd: end, next: end) : nil
      }
      guard bytes[at] == dialect.delimiter else { return record(.fields, bytes, endingAt: at, end, isAtEnd) }
      at += 1
    }
  }

  /// Moves past the closing quote; false if there is none before the limit.
  private mutating func closeQuote(_ bytes: UnsafePointer<UInt8>, _ at: inout Int, _ limit: Int) -> Bool {
    let content = at + 1
    var isEscaped = false
    at = content
    while at < limit {
      let byte = bytes[at]
      if byte == dialect.quote {
        let isDoubled = dialect.doublesQuotes && at + 1 < limit && bytes[at + 1] == dialect.quote
        if !isDoubled {
          fields.append(CSVField(start: content, end: at, isEscaped: isEscaped, isQuoted: true))
          at += 1
          return true
        }
        isEscaped = true
        at += 2
      } else if dialect.hasEscape && byte == dialect.escape {
        isEscaped = true
        at += 2
      } else {
        at += 1
      }
    }
    return false
  }

  /// Moves to the end of a field without quotes; false if it ends in an escape character.
  private mutating func readPlain(_ bytes: UnsafePointer<UInt8>, _ at: inout Int, _ limit: Int) -> Bool {
    let start = at
    var isEscaped = false
    var textEnd = at
    while at < limit {
      let byte = bytes[at]
      if byte == dialect.delimiter || dialect.isLineEnd(byte) { break }
      if dialect.hasEscape && byte == dialect.escape {
        guard at + 1 < limit else { return false }
        isEscaped = true
        at += 2
        textEnd = at
        continue
      }
      at += 1
      if !(dialect.trim && dialect.isSpace(byte)) { textEnd = at }
    }
    fields.append(CSVField(start: start, end: textEnd, isEscaped: isEscaped, isQuoted: false))
    return true
  }

  private func skipSpaces(_ bytes: UnsafePointer<UInt8>, _ at: inout Int, _ limit: Int) {
    while at < limit && dialect.isSpace(bytes[at]) { at += 1 }
  }

  /// A record whose line end begins at `contentEnd`.
  private func record(
    _ kind: CSVRecord.Kind, _ bytes: UnsafePointer<UInt8>, endingAt contentEnd: Int, _ end: Int,
    _ isAtEnd: Bool
  ) -> CSVRecord? {
    var next = contentEnd + 1
    if bytes[contentEnd] == 0x0D {
      if next == end && !isAtEnd { return nil }
      if next < end && bytes[next] == 0x0A { next += 1 }
    }
    return CSVRecord(kind: kind, contentEnd: contentEnd, next: next)
  }

  /// A record that ends where the line of `from` does.
  private func line(
    _ kind: CSVRecord.Kind, _ bytes: UnsafePointer<UInt8>, from: Int, _ end: Int, _ isAtEnd: Bool
  ) -> CSVRecord? {
    var at = from
    while at < end && !dialect.isLineEnd(bytes[at]) { at += 1 }
    if at < end { return record(kind, bytes, endingAt: at, end, isAtEnd) }
    return isAtEnd ? CSVRecord(kind: kind, contentEnd: end, next: end) : nil
  }
}

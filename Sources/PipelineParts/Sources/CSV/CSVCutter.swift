import PipelineModel

/// Finds where records of CSV end, 64 bytes at a time where the text is regular.
///
/// Text is regular if every opening quote follows a delimiter, a line end or a quote, every closing quote is
/// followed by one, and every carriage return by a line feed. Then the parity of quotes tells what is quoted,
/// just as `CSVRecordScanner` would; what is not regular is left to that.
struct CSVCutter: RecordCutter {
  let dialect: CSVDialect
  /// What the header of each file is compared with; nil to find out what the first one is.
  let header: CSVHeader?

  /// The most records in a cut, so that short records don't make enormous batches; with 1 no cut has a second one.
  var maxRecords = 4096
  /// How much is cut byte by byte before the fast way is tried again.
  private static let exactSpan = 32 * 1024

  func head(
    of bytes: UnsafePointer<UInt8>, from start: Int, to end: Int, isAtEnd: Bool, file: String
  ) throws(SourceProblem) -> RecordHead? {
    if let header, !header.isInFile { return RecordHead(end: start) }
    guard
      let found = try CSVHeader.find(
        dialect, bytes, from: start, to: end, isAtEnd: isAtEnd, file: file)
    else { return nil }
    return RecordHead(
      end: found.end, lines: lineEnds(in: bytes, from: start, to: found.end), names: found.names,
      slots: try header?.slots(of: found.names, file: file))
  }

  func cut(_ bytes: UnsafePointer<UInt8>, from start: Int, to end: Int, isAtEnd: Bool) -> RecordCut? {
    if dialect.hasEscape || maxRecords == 1 { return exactCut(bytes, from: start, to: end, isAtEnd: isAtEnd) }
    var regular = RegularText(start: start)
    let isRegular = regular.scan(bytes, to: end, dialect, maxRecords: maxRecords)
    if isRegular && regular.index >= end && isAtEnd && regular.isComplete {
      return RecordCut(end: end, lines: regular.lines, isRegular: true)
    }
    if regular.cutEnd > start {
      return RecordCut(end: regular.cutEnd, lines: regular.cutLines, isRegular: true)
    }
    return isRegular && !isAtEnd ? nil : exactCut(bytes, from: start, to: end, isAtEnd: isAtEnd)
  }

  func lineEnd(_ bytes: UnsafePointer<UInt8>, from start: Int, to end: Int) -> Int? {
    for index in start..<end where dialect.isLineEnd(bytes[index]) {
      if bytes[index] == 0x0A { return index + 1 }
      if index + 1 == end { return nil }
      return bytes[index + 1] == 0x0A ? index + 2 : index + 1
    }
    return nil
  }

  func lineEnds(in bytes: UnsafePointer<UInt8>, from start: Int, to end: Int) -> Int {
    var lines = 0
    for index in start..<end {
      let byte = bytes[index]
      if byte == 0x0A || byte == 0x0D && !(index + 1 < end && bytes[index + 1] == 0x0A) { lines += 1 }
    }
    return lines
  }

  private func exactCut(
    _ bytes: UnsafePointer<UInt8>, from start: Int, to end: Int, isAtEnd: Bool
  ) -> RecordCut? {
    var scanner = CSVRecordScanner(dialect)
    var at = start
    var records = 0
    while at < end && at - start < CSVCutter.exactSpan && records < maxRecords,
      let record = scanner.scan(bytes, from: at, to: end, isAtEnd: isAtEnd)
    {
      at = record.next
      records += 1
    }
    guard at > start else { return nil }
    return RecordCut(end: at, lines: lineEnds(in: bytes, from: start, to: at), isRegular: false)
  }
}

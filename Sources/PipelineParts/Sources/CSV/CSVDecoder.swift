import CScan
import PipelineModel
import Resilience

/// Decodes chunks of CSV into batches.
struct CSVDecoder {
  private let chunk: Chunk
  private let source: CSVSource
  private let bytes: UnsafePointer<UInt8>
  private let batch: Batch
  private var writer: CSVRowWriter

  init(_ chunk: Chunk, source: CSVSource, width: Int) {
    self.chunk = chunk
    self.source = source
    bytes = UnsafePointer(chunk.text.base)
    batch = Batch(
      sequence: chunk.sequence, width: width, text: chunk.text, textOffset: chunk.textOffset,
      file: chunk.file, capacity: max(16, chunk.range.count / (16 * source.header.names.count + 16)))
    writer = CSVRowWriter(batch, source: source, slots: chunk.slots)
  }

  /// The batch of the chunk.
  mutating func decode() -> Batch {
    let isAllASCII = chunk.isRegular ? decodeRegular() : decodeExactly()
    if !isAllASCII {
      EncodingCheck(encoding: source.options.input.encoding).failInvalidRows(of: batch, in: chunk.range)
    }
    batch.selectLiveRows()
    return batch
  }

  /// The fast way, 64 bytes at a time, for text that the reader has proved regular (see `CSVCutter`).
  private mutating func decodeRegular() -> Bool {
    let dialect = source.dialect
    let end = chunk.range.upperBound
    var record = RegularRecord(start: chunk.range.lowerBound, line: chunk.firstLine)
    var isAllASCII = true
    var inside: UInt64 = 0
    var quoteBefore: UInt64 = 0
    var block = chunk.range.lowerBound
    while block < end {
      var masks = cscan_csv64(bytes + block, dialect.delimiter, dialect.quote)
      if cscan_any_non_ascii64(bytes + block) != 0 { isAllASCII = false }
      if !dialect.hasQuote { masks.quote = 0 }
      if end &- block < 64 {
        let valid = (1 &<< UInt64(truncatingIfNeeded: end &- block)) &- 1
        masks.quote &= valid
        masks.delimiter &= valid
        masks.newline &= valid
      }
      var quoted = inside
      if masks.quote != 0 {
        quoted ^= cscan_prefix_xor(masks.quote)
        if masks.quote & quoted & (masks.quote &<< 1 | quoteBefore) != 0 { record.doubledBlock = block }
      }
      quoteBefore = masks.quote &>> 63
      inside = 0 &- (quoted &>> 63)
      var quotedNewlines = masks.newline & quoted
      var separators = (masks.delimiter | masks.newline) & ~quoted
      while separators != 0 {
        let bit = separators.trailingZeroBitCount
        separators &= separators &- 1
        let at = block &+ bit
        if masks.newline &>> UInt64(truncatingIfNeeded: bit) & 1 == 0 {
          addField(&record, endingAt: at)
        } else {
          if quotedNewlines != 0 {
            let passed = quotedNewlines & ((1 &<< UInt64(truncatingIfNeeded: bit)) &- 1)
            record.quotedLines &+= Int64(passed.nonzeroBitCount)
            quotedNewlines ^= passed
          }
          endRecord(&record, at: at)
        }
      }
      if quotedNewlines != 0 { record.quotedLines &+= Int64(quotedNewlines.nonzeroBitCount) }
      block &+= 64
    }
    if record.field < end || writer.column > 0 { endRecord(&record, at: end) }
    return isAllASCII
  }

  @inline(__always)
  private mutating func addField(_ record: inout RegularRecord, endingAt end: Int) {
    let start = record.field
    record.field = end &+ 1
    let dialect = source.dialect
    if end > start && bytes[start] == dialect.quote && dialect.hasQuote {
      if record.doubledBlock &+ 64 > start && hasDoubledQuote(start &+ 1, end &- 1) {
        let field = CSVField(start: start &+ 1, end: end &- 1, isEscaped: true, isQuoted: true)
        writer.addEscaped(field, bytes)
      } else {
        writer.add(bytes + (start &+ 1), end &- start &- 2)
      }
    } else if dialect.trim {
      addTrimmed(start, end)
    } else {
      writer.add(bytes + start, end &- start)
    }
  }

  @inline(__always)
  private mutating func endRecord(_ record: inout RegularRecord, at newline: Int) {
    var end = newline
    if end > record.start && bytes[end &- 1] == 0x0D && newline < chunk.range.upperBound { end &-= 1 }
    if end > record.start {
      addField(&record, endingAt: end)
      writer.finish(origin(record.start, to: end, line: record.line))
    }
    record.begin(at: newline &+ 1)
  }

  private mutating func addTrimmed(_ start: Int, _ end: Int) {
    var start = start
    var end = end
    while start < end && source.dialect.isSpace(bytes[start]) { start += 1 }
    while start < end && source.dialect.isSpace(bytes[end - 1]) { end -= 1 }
    writer.add(bytes + start, end - start)
  }

  private func hasDoubledQuote(_ start: Int, _ end: Int) -> Bool {
    var at = start
    while at < end {
      if bytes[at] == source.dialect.quote { return true }
      at &+= 1
    }
    return false
  }

  /// The exact way, byte by byte; answers that the text may have more than ASCII.
  private mutating func decodeExactly() -> Bool {
    var scanner = CSVRecordScanner(source.dialect)
    var at = chunk.range.lowerBound
    let end = chunk.range.upperBound
    var line = chunk.firstLine
    let cutter = CSVCutter(dialect: source.dialect, header: nil)
    while at < end, let record = scanner.scan(bytes, from: at, to: end, isAtEnd: true) {
      let length = min(record.contentEnd - at, source.dialect.maxRecord)
      let origin = origin(at, to: at + length, line: line)
      switch record.kind {
      case .blank, .comment: break
      case .fields:
        for field in scanner.fields {
          if field.isEscaped {
            writer.addEscaped(field, bytes)
          } else {
            writer.add(bytes + field.start, field.end - field.start)
          }
        }
        writer.finish(origin)
      case .defect(let defect, let place):
        let text = UnsafeBufferPointer(start: bytes + at, count: record.next - at)
        let found = TextPlace(of: place - at, in: text, firstLine: line)
        let message = "line \(found.line), column \(found.column): \(defect.message(source.dialect))"
        writer.fail(origin, Failure("ParseError", .permanent, message))
      }
      line += Int64(cutter.lineEnds(in: bytes, from: at, to: record.next))
      at = record.next
    }
    return false
  }

  @inline(__always)
  private func origin(_ start: Int, to end: Int, line: Int64) -> RowOrigin {
    RowOrigin(offset: chunk.textOffset &+ Int64(start), line: line, length: Int64(end &- start))
  }
}

/// Where the fast decoder is within a record.
private struct RegularRecord {
  /// Where the record begins.
  var start: Int
  /// Where the current field begins.
  var field: Int
  /// The line the record begins on.
  var line: Int64
  /// Line ends within the record's quotes so far.
  var quotedLines: Int64 = 0
  /// The latest block of 64 bytes with a doubled quote.
  var doubledBlock = -64

  init(start: Int, line: Int64) {
    self.start = start
    field = start
    self.line = line
  }

  @inline(__always)
  mutating func begin(at next: Int) {
    start = next
    field = next
    line &+= quotedLines &+ 1
    quotedLines = 0
  }
}

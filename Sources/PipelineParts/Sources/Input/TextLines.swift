import CScan
import PipelineModel
import Resilience

/// The lines of a chunk that `LineCutter` has cut.
struct TextLines: Sequence, IteratorProtocol {
  private let bytes: UnsafePointer<UInt8>
  private let end: Int
  private var start: Int
  private var number: Int64
  /// The block of 64 bytes that is looked at, and the line ends in it that are still to come.
  private var block: Int
  private var newlines: UInt64 = 0

  init(_ chunk: Chunk) {
    bytes = UnsafePointer(chunk.text.base)
    end = chunk.range.upperBound
    start = chunk.range.lowerBound
    number = chunk.firstLine
    block = start - 64
  }

  /// The next line, without its LF or CRLF.
  mutating func next() -> TextLine? {
    guard start < end else { return nil }
    while newlines == 0 && block &+ 64 < end {
      block &+= 64
      newlines = cscan_equal64(bytes + block, 0x0A)
    }
    var newline = end
    if newlines != 0 {
      newline = Swift.min(block &+ newlines.trailingZeroBitCount, end)
      newlines &= newlines &- 1
    }
    var contentEnd = newline
    if newline < end && contentEnd > start && bytes[contentEnd &- 1] == 0x0D { contentEnd &-= 1 }
    let line = TextLine(range: start..<contentEnd, number: number)
    start = newline &+ 1
    number &+= 1
    return line
  }
}

/// A line within a chunk.
struct TextLine {
  /// Its bytes within the chunk's text, without the line end.
  var range: Range<Int>
  /// Its number, from 1.
  var number: Int64
}

extension Batch {
  /// The batch of a chunk that is a line longer than `limit`: one failed row, of whose text `limit` bytes are
  /// kept.
  static func ofTooLongLine(_ chunk: Chunk, width: Int, limit: Int) -> Batch {
    let batch = Batch(
      sequence: chunk.sequence, width: width, text: chunk.text, textOffset: chunk.textOffset,
      file: chunk.file, capacity: 1)
    let offset = chunk.textOffset + Int64(chunk.range.lowerBound)
    let cells = batch.appendRow(
      RowOrigin(offset: offset, line: chunk.firstLine, length: Int64(min(chunk.range.count, limit))))
    cells.update(repeating: .missing, count: width)
    let message = "line \(chunk.firstLine): the record is longer than `max_record` (\(limit) bytes)"
    batch.fail(0, stage: -1, Failure("ParseError", .permanent, message))
    return batch
  }
}

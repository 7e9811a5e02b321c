import CScan
import PipelineModel

/// Records that are lines, ended by a line feed.
///
/// A cut is regular, or it is a single line that is longer than a record may be.
struct LineCutter: RecordCutter {
  let maxRecord: Int

  /// The most records in a cut, so that short lines don't make enormous batches; with 1 no cut has a second one.
  var maxRecords = 4096

  func head(
    of bytes: UnsafePointer<UInt8>, from start: Int, to end: Int, isAtEnd: Bool, file: String
  ) -> RecordHead? {
    RecordHead(end: start)
  }

  func cut(_ bytes: UnsafePointer<UInt8>, from start: Int, to end: Int, isAtEnd: Bool) -> RecordCut? {
    var lines = 0
    var cutEnd = start
    var index = start
    while index < end && lines < maxRecords {
      var newlines = cscan_equal64(bytes + index, 0x0A)
      if end &- index < 64 { newlines &= (1 &<< UInt64(truncatingIfNeeded: end &- index)) &- 1 }
      if maxRecords == 1 { newlines &= 0 &- newlines }
      if newlines != 0 {
        let first = index &+ newlines.trailingZeroBitCount
        if first &- cutEnd > maxRecord { return cutBefore(first &+ 1, at: cutEnd, from: start, lines) }
        lines &+= newlines.nonzeroBitCount
        cutEnd = index &+ 64 &- newlines.leadingZeroBitCount
      }
      index &+= 64
    }
    if isAtEnd && index >= end {
      if end - cutEnd > maxRecord { return cutBefore(end, at: cutEnd, from: start, lines) }
      return RecordCut(end: end, lines: lines, isRegular: true)
    }
    return lines == 0 ? nil : RecordCut(end: cutEnd, lines: lines, isRegular: true)
  }

  /// The lines before a line that is too long, or that line if it comes first.
  private func cutBefore(_ lineEnd: Int, at lineStart: Int, from start: Int, _ lines: Int) -> RecordCut {
    lineStart > start
      ? RecordCut(end: lineStart, lines: lines, isRegular: true)
      : RecordCut(end: lineEnd, lines: 1, isRegular: false)
  }

  func lineEnd(_ bytes: UnsafePointer<UInt8>, from start: Int, to end: Int) -> Int? {
    for index in start..<end where bytes[index] == 0x0A { return index + 1 }
    return nil
  }

  func lineEnds(in bytes: UnsafePointer<UInt8>, from start: Int, to end: Int) -> Int {
    var lines = 0
    for index in start..<end where bytes[index] == 0x0A { lines += 1 }
    return lines
  }
}

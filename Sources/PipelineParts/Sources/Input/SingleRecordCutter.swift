import PipelineModel

/// Cuts off one record at a time, with the cutter of any format.
///
/// The records that end within the first line are one at most, so that line is offered alone, as if the text ended
/// there; then one line more, until a record is whole.
struct SingleRecordCutter: RecordCutter {
  let cutter: any RecordCutter

  func head(
    of bytes: UnsafePointer<UInt8>, from start: Int, to end: Int, isAtEnd: Bool, file: String
  ) throws(SourceProblem) -> RecordHead? {
    try cutter.head(of: bytes, from: start, to: end, isAtEnd: isAtEnd, file: file)
  }

  func cut(_ bytes: UnsafePointer<UInt8>, from start: Int, to end: Int, isAtEnd: Bool) -> RecordCut? {
    var offered = start
    while let lineEnd = cutter.lineEnd(bytes, from: offered, to: end) {
      if let cut = cutter.cut(bytes, from: start, to: lineEnd, isAtEnd: false) { return cut }
      offered = lineEnd
    }
    return cutter.cut(bytes, from: start, to: end, isAtEnd: isAtEnd)
  }

  func lineEnd(_ bytes: UnsafePointer<UInt8>, from start: Int, to end: Int) -> Int? {
    cutter.lineEnd(bytes, from: start, to: end)
  }

  func lineEnds(in bytes: UnsafePointer<UInt8>, from start: Int, to end: Int) -> Int {
    cutter.lineEnds(in: bytes, from: start, to: end)
  }
}

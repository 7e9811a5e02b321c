import PipelineModel
import Resilience

/// Fails the records that are not text in the encoding of their file.
struct EncodingCheck {
  let encoding: TextEncoding

  /// Looks at a whole chunk first, and at its rows only if it has bad text.
  func failInvalidRows(of batch: Batch, in range: Range<Int>) {
    let text = UnsafeBufferPointer(start: batch.text.base + range.lowerBound, count: range.count)
    guard UTF8Validator.firstInvalidByte(in: text) != nil else { return }
    for row in 0..<batch.rowCount where batch.status(row) == .live {
      let record = batch.original(row)
      guard let index = UTF8Validator.firstInvalidByte(in: record) else { continue }
      batch.fail(row, stage: -1, failure(in: record, at: index, firstLine: batch.origin(row).line))
    }
  }

  /// The failure of a record whose first bad byte is at `index`.
  func failure(in record: UnsafeBufferPointer<UInt8>, at index: Int, firstLine: Int64) -> Failure {
    let place = TextPlace(of: index, in: record, firstLine: firstLine)
    var message = "line \(place.line), byte \(place.byte): the text is not valid UTF-8; is the source's "
    message += "`encoding` right?"
    if encoding != .utf8 {
      message = "line \(place.line), column \(place.column): the text is not valid \(encoding.rawValue)"
    }
    return Failure("EncodingError", .permanent, message)
  }
}

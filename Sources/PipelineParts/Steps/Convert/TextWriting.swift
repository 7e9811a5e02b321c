import PipelineModel

/// Turns any value into text, as the CSV sink would write it.
enum TextWriting {
  @inline(__always)
  static func cell(_ cell: Cell, in batch: Batch) -> Cell? {
    switch cell.tag {
    case .string: cell
    case .number, .json: Cell(bits: cell.bits, length: cell.length, tag: .string)
    default: written(cell, in: batch)
    }
  }

  private static func written(_ cell: Cell, in batch: Batch) -> Cell? {
    let room = NumberWriter.maximumLength
    let target = batch.allocateText(room)
    let end: UnsafeMutablePointer<UInt8>
    switch cell.tag {
    case .integer: end = NumberWriter.write(cell.integer, to: target)
    case .double: end = NumberWriter.write(cell.double, to: target)
    case .timestamp: end = RFC3339.write(cell.timestamp, to: target)
    case .date: end = RFC3339.write(CalendarDate(daysSince1970: cell.integer), to: target)
    case .yes: end = copy("true", to: target)
    case .no: end = copy("false", to: target)
    default: return nil
    }
    batch.shrinkLastText(from: room, to: end - target)
    return Cell(text: target, count: end - target)
  }

  private static func copy(
    _ text: StaticString, to target: UnsafeMutablePointer<UInt8>
  ) -> UnsafeMutablePointer<UInt8> {
    target.update(from: text.utf8Start, count: text.utf8CodeUnitCount)
    return target + text.utf8CodeUnitCount
  }
}

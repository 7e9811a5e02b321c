import PipelineModel

/// Drops white space around text without copying it.
enum TextTrimming {
  static func trimmed(_ cell: Cell) -> Cell {
    let text = cell.text
    var start = 0
    var end = text.count
    while start < end, isSpace(text[start]) { start += 1 }
    while end > start, isSpace(text[end - 1]) { end -= 1 }
    guard let base = text.baseAddress, end - start < text.count else { return cell }
    return Cell(text: base + start, count: end - start)
  }

  static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) }
}

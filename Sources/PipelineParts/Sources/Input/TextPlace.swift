/// A place in a record as people count it.
struct TextPlace: Equatable {
  /// The line, from 1.
  var line: Int64
  /// The character in the line, from 1.
  var column: Int
  /// The byte in the line, from 1.
  var byte: Int

  /// The place of the byte at `index`; LF, CRLF and CR end lines.
  init(of index: Int, in record: UnsafeBufferPointer<UInt8>, firstLine: Int64) {
    line = firstLine
    var lineStart = 0
    for position in 0..<index {
      let isEnd = record[position] == 0x0A || record[position] == 0x0D && record[position + 1] != 0x0A
      if isEnd {
        line += 1
        lineStart = position + 1
      }
    }
    byte = index - lineStart + 1
    column = record[lineStart..<index].count { $0 & 0xC0 != 0x80 } + 1
  }
}

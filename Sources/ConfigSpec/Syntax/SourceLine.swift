/// One line taken apart roughly, as a person reads it: indentation, dashes, key, value.
struct SourceLine {
  let file: SourceFile
  let number: Int
  let range: Range<Int>
  /// The first byte that is no space.
  let indentEnd: Int
  /// The first byte after dashes of list items.
  let content: Int
  /// Whether a list item begins on the line.
  let isItem: Bool
  /// The key, if the line has the form `key: …`.
  private(set) var key: Range<Int>?
  /// The `:` after the key.
  private(set) var colon: Int?
  /// What follows the key and the colon, or the dashes; without blanks around it.
  let value: Range<Int>

  init(_ file: SourceFile, _ number: Int) {
    self.file = file
    self.number = number
    let line = file.lineRange(number)
    range = line
    func byte(_ offset: Int) -> UInt8? { offset < line.upperBound ? file.utf8[offset] : nil }
    func isBlank(_ offset: Int) -> Bool {
      byte(offset) == 0x20 || byte(offset) == 0x09 || byte(offset) == nil
    }
    var cursor = line.lowerBound
    while byte(cursor) == 0x20 { cursor += 1 }
    indentEnd = cursor
    var isItem = false
    while byte(cursor) == UInt8(ascii: "-"), isBlank(cursor + 1) {
      isItem = true
      cursor = min(cursor + 1, line.upperBound)
      while byte(cursor) == 0x20 { cursor += 1 }
    }
    self.isItem = isItem
    content = cursor
    if let colon = Self.colon(file, cursor..<line.upperBound) {
      self.colon = colon
      key = cursor..<colon
      cursor = colon + 1
      while cursor < line.upperBound, isBlank(cursor) { cursor += 1 }
    }
    var end = line.upperBound
    while end > cursor, isBlank(end - 1) { end -= 1 }
    value = cursor..<end
  }

  /// Whether there is nothing but blanks or a comment.
  var isEmpty: Bool { indentEnd == range.upperBound || file.byte(indentEnd) == UInt8(ascii: "#") }
  /// The column of the first character, from 1.
  var column: Int { indentEnd - range.lowerBound + 1 }
  /// The column of the key or value after dashes, from 1.
  var contentColumn: Int { content - range.lowerBound + 1 }
  /// The text after the dashes, without blanks at its end.
  var contentSpan: Span { Span(file, content..<max(content, value.upperBound)) }

  var keyText: String? { key.map { file.text($0) } }
  var valueText: String { file.text(value) }

  private static func colon(_ file: SourceFile, _ range: Range<Int>) -> Int? {
    guard let first = file.byte(range.lowerBound), !range.isEmpty else { return nil }
    var cursor = range.lowerBound
    if [UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "#")].contains(first) { return nil }
    if first == UInt8(ascii: "\"") || first == UInt8(ascii: "'") {
      cursor += 1
      while cursor < range.upperBound, file.utf8[cursor] != first { cursor += 1 }
      cursor += 1
    }
    while cursor < range.upperBound {
      let next = cursor + 1 < range.upperBound ? file.utf8[cursor + 1] : 0x20
      if file.utf8[cursor] == UInt8(ascii: ":"), next == 0x20 || next == 0x09 { return cursor }
      if file.utf8[cursor] == 0x20, next == UInt8(ascii: "#") { return nil }
      cursor += 1
    }
    return nil
  }
}

extension SourceMap {
  /// Aligns the text of a scalar with how it is written in the file.
  init(scalar: Scalar, span: Span) {
    self.init(file: span.file, sourceEnd: span.range.upperBound)
    let text = Array(scalar.text.utf8)
    switch scalar.style {
    case .plain: alignFlow(text, span.range, style: .plain)
    case .singleQuoted, .doubleQuoted:
      let inner = span.range.lowerBound + 1
      let content = inner..<max(inner, span.range.upperBound - 1)
      alignFlow(text, content, style: scalar.style)
    case .literal, .folded: alignBlock(text, span.range)
    }
    if runs.isEmpty { append(text: 0, source: span.range.lowerBound, isVerbatim: true) }
  }

  private mutating func alignFlow(_ text: [UInt8], _ source: Range<Int>, style: Scalar.Style) {
    var cursor = source.lowerBound
    var index = 0
    end(at: source.upperBound)
    while index < text.count, cursor < source.upperBound {
      let byte = file.utf8[cursor]
      if style == .doubleQuoted, byte == UInt8(ascii: "\\") {
        let length = escapeLength(at: cursor, in: source)
        if let next = file.byte(cursor + 1), next == 0x0A || next == 0x0D {
          cursor = skipBlanks(from: cursor + 1, in: source)
          continue
        }
        append(text: index, source: cursor, isVerbatim: false)
        index += width(of: text[index])
        cursor += length
      } else if style == .singleQuoted, byte == UInt8(ascii: "'") {
        append(text: index, source: cursor, isVerbatim: false)
        index += 1
        cursor += 2
      } else if isBlank(byte), breaksLine(from: cursor, in: source) {
        append(text: index, source: cursor, isVerbatim: false)
        while index < text.count, text[index] == 0x20 || text[index] == 0x0A { index += 1 }
        cursor = skipBlanks(from: cursor, in: source)
      } else {
        append(text: index, source: cursor, isVerbatim: true)
        index += 1
        cursor += 1
      }
    }
  }

  /// Aligns line by line: what a line of the source has more at its beginning is indentation.
  private mutating func alignBlock(_ text: [UInt8], _ source: Range<Int>) {
    var cursor = source.lowerBound
    while cursor < source.upperBound, file.utf8[cursor] != 0x0A { cursor += 1 }
    cursor = min(cursor + 1, source.upperBound)
    var index = 0
    while index < text.count, cursor < source.upperBound {
      let extra = leadingSpaces(text[index...])
      let written = leadingSpaces(file.utf8[cursor..<source.upperBound])
      cursor += max(0, written - extra)
      if index > 0, text[index] != 0x0A, file.utf8[cursor] == 0x0A {
        cursor += 1
        continue
      }
      while index < text.count, cursor < source.upperBound, text[index] == file.utf8[cursor],
        text[index] != 0x0A
      {
        append(text: index, source: cursor, isVerbatim: true)
        index += 1
        cursor += 1
      }
      // Here the source is at a line break; the text has the break, a space for a folded one, or neither.
      while cursor < source.upperBound, file.utf8[cursor] != 0x0A { cursor += 1 }
      guard index < text.count, text[index] == 0x0A || text[index] == 0x20 else {
        cursor += 1
        if index < text.count, cursor >= source.upperBound { break }
        continue
      }
      append(text: index, source: min(cursor, source.upperBound), isVerbatim: false)
      index += 1
      cursor += 1
    }
    end(at: min(cursor, source.upperBound))
  }

  private func leadingSpaces(_ bytes: ArraySlice<UInt8>) -> Int {
    bytes.prefix { $0 == 0x20 }.count
  }

  private func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
  }

  private func breaksLine(from cursor: Int, in source: Range<Int>) -> Bool {
    let rest = file.utf8[cursor..<source.upperBound]
    return rest.prefix(while: isBlank).contains { $0 == 0x0A || $0 == 0x0D }
  }

  private func skipBlanks(from cursor: Int, in source: Range<Int>) -> Int {
    cursor + file.utf8[cursor..<source.upperBound].prefix(while: isBlank).count
  }

  private func escapeLength(at cursor: Int, in source: Range<Int>) -> Int {
    switch file.byte(cursor + 1) {
    case UInt8(ascii: "x"): 4
    case UInt8(ascii: "u"): 6
    case UInt8(ascii: "U"): 10
    default: 2
    }
  }

  private func width(of byte: UInt8) -> Int {
    byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
  }
}

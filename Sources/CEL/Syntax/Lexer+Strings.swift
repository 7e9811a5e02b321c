extension Lexer {
  /// A string or bytes literal, if one begins here.
  mutating func stringLiteral() throws(CompileError) -> Token? {
    let start = position
    var length = 0
    var isRaw = false
    var isBytes = false
    prefix: while let byte = peek(length) {
      switch byte {
      case UInt8(ascii: "r"), UInt8(ascii: "R"):
        if isRaw { return nil }
        isRaw = true
      case UInt8(ascii: "b"), UInt8(ascii: "B"):
        if isBytes { return nil }
        isBytes = true
      default: break prefix
      }
      length += 1
    }
    guard let quote = peek(length), quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") else {
      return nil
    }
    position += length
    let isTriple = peek(1) == quote && peek(2) == quote
    let delimiter = isTriple ? 3 : 1
    position += delimiter
    let content = try stringContent(
      start, quote, isTriple: isTriple, isRaw: isRaw, isBytes: isBytes, quotesAt: start + length)
    position += delimiter
    let kind: Token.Kind = isBytes ? .bytes(content) : .string(String(decoding: content, as: UTF8.self))
    return Token(kind: kind, span: SourceSpan(start, position))
  }

  private mutating func stringContent(
    _ start: Int, _ quote: UInt8, isTriple: Bool, isRaw: Bool, isBytes: Bool, quotesAt: Int
  ) throws(CompileError) -> [UInt8] {
    var content: [UInt8] = []
    while let byte = peek() {
      if byte == quote, !isTriple || (peek(1) == quote && peek(2) == quote) { return content }
      if !isTriple, byte == 10 || byte == 13 { break }
      if byte == UInt8(ascii: "\\"), !isRaw {
        try escape(isBytes: isBytes, &content)
      } else {
        content.append(byte)
        position += 1
      }
    }
    let mark = String(decoding: [UInt8](repeating: quote, count: isTriple ? 3 : 1), as: UTF8.self)
    let help =
      peek() == nil
      ? "add `\(mark)` at the end of the text"
      : "text in single or double quotes ends on its line; use three quotes, or `\\n`"
    throw CompileError(
      "the text that begins with `\(mark)` isn't closed", at: SourceSpan(start, position), help: help)
  }

  /// One escape sequence. In bytes, `\x` and octal numbers are bytes; in text, they are code points.
  private mutating func escape(isBytes: Bool, _ content: inout [UInt8]) throws(CompileError) {
    let start = position
    guard let mark = peek(1) else {
      position += 1
      return
    }
    position += 2
    switch mark {
    case UInt8(ascii: "a"): content.append(7)
    case UInt8(ascii: "b"): content.append(8)
    case UInt8(ascii: "f"): content.append(12)
    case UInt8(ascii: "n"): content.append(10)
    case UInt8(ascii: "r"): content.append(13)
    case UInt8(ascii: "t"): content.append(9)
    case UInt8(ascii: "v"): content.append(11)
    case UInt8(ascii: "\\"), UInt8(ascii: "?"), UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"):
      content.append(mark)
    case UInt8(ascii: "x"), UInt8(ascii: "X"):
      try appendCode(start, digits: 2, radix: 16, isBytes: isBytes, &content)
    case UInt8(ascii: "u") where !isBytes:
      try appendCode(start, digits: 4, radix: 16, isBytes: false, &content)
    case UInt8(ascii: "U") where !isBytes:
      try appendCode(start, digits: 8, radix: 16, isBytes: false, &content)
    case UInt8(ascii: "0")...UInt8(ascii: "3"):
      position -= 1
      try appendCode(start, digits: 3, radix: 8, isBytes: isBytes, &content)
    default:
      let end = CommonMistakes.characterEnd(text, at: start + 1)
      let sequence = String(decoding: text[start..<end], as: UTF8.self)
      throw CompileError(
        "`\(sequence)` isn't an escape sequence", at: SourceSpan(start, end),
        help: "write `\\\\` for a backslash, or put `r` before the quotes, as in `r'\\d+'`")
    }
  }

  private mutating func appendCode(
    _ start: Int, digits: Int, radix: Int, isBytes: Bool, _ content: inout [UInt8]
  ) throws(CompileError) {
    let end = min(position + digits, text.count)
    let number = String(decoding: text[position..<end], as: UTF8.self)
    guard end - position == digits, number.utf8.allSatisfy({ $0.isHexadecimalDigit }),
      let code = UInt32(number, radix: radix)
    else {
      throw CompileError(
        "the escape sequence needs \(digits) \(radix == 8 ? "octal" : "hexadecimal") digits",
        at: SourceSpan(start, end))
    }
    position = end
    if isBytes {
      content.append(UInt8(truncatingIfNeeded: code))
    } else if let scalar = Unicode.Scalar(code) {
      content.append(contentsOf: String(scalar).utf8)
    } else {
      throw CompileError("the escape sequence isn't a Unicode character", at: SourceSpan(start, end))
    }
  }
}

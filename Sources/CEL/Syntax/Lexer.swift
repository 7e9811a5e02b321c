/// Splits an expression's text into tokens.
struct Lexer {
  let text: [UInt8]
  var position = 0

  init(_ source: String) { text = Array(source.utf8) }

  /// The next token; `end` at the end of the text, any number of times.
  mutating func next() throws(CompileError) -> Token {
    skipSpace()
    let start = position
    guard let byte = peek() else { return Token(kind: .end, span: SourceSpan(start, start)) }
    if let literal = try stringLiteral() { return literal }
    let kind: Token.Kind
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"):
      kind = .identifier(take { $0.isIdentifierPart })
    case UInt8(ascii: "0")...UInt8(ascii: "9"): kind = try number()
    case UInt8(ascii: "."): kind = peek(1)?.isDigit == true ? try number() : symbol(.dot)
    case UInt8(ascii: "`"): kind = try quotedIdentifier()
    default: kind = symbol(try Self.symbol(in: self))
    }
    return Token(kind: kind, span: SourceSpan(start, position))
  }

  func peek(_ distance: Int = 0) -> UInt8? {
    position + distance < text.count ? text[position + distance] : nil
  }

  /// Takes bytes as long as they satisfy the condition.
  mutating func take(while condition: (UInt8) -> Bool) -> String {
    let start = position
    while let byte = peek(), condition(byte) { position += 1 }
    return String(decoding: text[start..<position], as: UTF8.self)
  }

  private mutating func skipSpace() {
    while let byte = peek() {
      if byte == 32 || (9...13).contains(byte) && byte != 11 {
        position += 1
      } else if byte == UInt8(ascii: "/"), peek(1) == UInt8(ascii: "/") {
        while let byte = peek(), byte != 10 { position += 1 }
      } else {
        return
      }
    }
  }

  private mutating func symbol(_ symbol: Token.Symbol) -> Token.Kind {
    position += symbol.rawValue.utf8.count
    return .symbol(symbol)
  }

  private static func symbol(in lexer: Lexer) throws(CompileError) -> Token.Symbol {
    let pair = String(decoding: lexer.text[lexer.position...].prefix(2), as: UTF8.self)
    if pair == "<>" {
      throw CompileError(
        "`<>` isn't an operator", at: SourceSpan(lexer.position, lexer.position + 2),
        help: "use `!=` for \"not equal\"")
    }
    if let symbol = Token.Symbol(rawValue: pair) {
      if pair == "==" || pair == "!=", lexer.peek(2) == UInt8(ascii: "=") {
        throw CompileError(
          "`\(pair)=` isn't an operator", at: SourceSpan(lexer.position, lexer.position + 3),
          help: "use `\(pair)`")
      }
      return symbol
    }
    if let byte = lexer.peek(), byte < 128,
      let symbol = Token.Symbol(rawValue: String(UnicodeScalar(byte)))
    {
      return symbol
    }
    throw CommonMistakes.strayCharacter(lexer.text, at: lexer.position)
  }

  private mutating func quotedIdentifier() throws(CompileError) -> Token.Kind {
    let start = position
    position += 1
    let name = take { $0.isIdentifierPart || "-./ ".utf8.contains($0) }
    guard peek() == UInt8(ascii: "`"), !name.isEmpty else {
      throw CompileError(
        "a name in backticks isn't closed or has other characters than letters, digits, `_`, `-`, `.`, `/` and spaces",
        at: SourceSpan(start, position), help: "write any other field as `x[\"name\"]`")
    }
    position += 1
    return .quotedIdentifier(name)
  }

  private mutating func number() throws(CompileError) -> Token.Kind {
    let start = position
    if peek() == UInt8(ascii: "0"), let mark = peek(1), mark | 32 == UInt8(ascii: "x"),
      peek(2)?.isHexadecimalDigit == true
    {
      position += 2
      let digits = take { $0.isHexadecimalDigit }
      return try takeUnsignedMark(start) ? .uint(digits, radix: 16) : .int(digits, radix: 16)
    }
    _ = take { $0.isDigit }
    var isDouble = false
    if peek() == UInt8(ascii: "."), peek(1)?.isDigit == true {
      isDouble = true
      position += 1
      _ = take { $0.isDigit }
    }
    if let mark = peek(), mark | 32 == UInt8(ascii: "e") {
      let sign = peek(1) == UInt8(ascii: "+") || peek(1) == UInt8(ascii: "-") ? 1 : 0
      if peek(1 + sign)?.isDigit == true {
        isDouble = true
        position += 1 + sign
        _ = take { $0.isDigit }
      }
    }
    let digits = String(decoding: text[start..<position], as: UTF8.self)
    if isDouble {
      try endNumber(start)
      return .double(digits)
    }
    return try takeUnsignedMark(start) ? .uint(digits, radix: 10) : .int(digits, radix: 10)
  }

  private mutating func takeUnsignedMark(_ start: Int) throws(CompileError) -> Bool {
    let isUnsigned = peek().map { $0 | 32 == UInt8(ascii: "u") } ?? false
    if isUnsigned { position += 1 }
    try endNumber(start)
    return isUnsigned
  }

  private mutating func endNumber(_ start: Int) throws(CompileError) {
    guard peek()?.isIdentifierPart == true else { return }
    _ = take { $0.isIdentifierPart }
    let word = String(decoding: text[start..<position], as: UTF8.self)
    throw CompileError(
      "`\(word)` is neither a number nor a name", at: SourceSpan(start, position),
      help: "a name can't begin with a digit; put text in quotes")
  }
}

extension UInt8 {
  var isDigit: Bool { self >= 48 && self <= 57 }

  var isHexadecimalDigit: Bool { isDigit || (self | 32 >= 97 && self | 32 <= 102) }

  var isIdentifierPart: Bool { isDigit || self == 95 || (self | 32 >= 97 && self | 32 <= 122) }
}

import Testing

@testable import CEL

@Suite struct LexerTests {
  private func tokens(_ text: String) throws -> [Token.Kind] {
    var lexer = Lexer(text)
    var kinds: [Token.Kind] = []
    while true {
      let token = try lexer.next()
      if token.kind == .end { return kinds }
      kinds.append(token.kind)
    }
  }

  @Test func tellsNumbersApart() throws {
    #expect(
      try tokens("1 1u 0x1F 0XfU 1.5 .5 1e3 1E-3 1.x 1..2") == [
        .int("1", radix: 10), .uint("1", radix: 10), .int("1F", radix: 16), .uint("f", radix: 16),
        .double("1.5"),
        .double(".5"), .double("1e3"), .double("1E-3"), .int("1", radix: 10), .symbol(.dot), .identifier("x"),
        .int("1", radix: 10), .symbol(.dot), .double(".2"),
      ])
  }

  @Test(arguments: [
    (#"'a"b'"#, "a\"b"), (#""a'b""#, "a'b"), ("'''a'b\n'''", "a'b\n"), (#"r'\n'"#, #"\n"#),
    (#"'\x41\101\u00e4\U0001F431'"#, "AAä🐱"),
    (#"'\a\b\f\n\r\t\v\\\'\"\`\?'"#, "\u{7}\u{8}\u{C}\n\r\t\u{B}\\'\"`?"), ("''", ""), ("''''''", ""),
    (#"R"""\""""#, #"\"#),
  ])
  func readsText(_ literal: String, _ expected: String) throws {
    #expect(try tokens(literal) == [.string(expected)])
  }

  @Test(
    arguments: [
      (#"b'\x41\377'"#, [65, 255]), ("b'ä'", [0xC3, 0xA4]), (#"rb'\x'"#, [92, 120]), (#"bR"\n""#, [92, 110]),
      ("B''", []),
    ] as [(String, [UInt8])])
  func readsBytes(_ literal: String, _ expected: [UInt8]) throws {
    #expect(try tokens(literal) == [.bytes(expected)])
  }

  @Test(arguments: [
    #"'\ud800'"#, #"'\U00110000'"#, #"'\x4'"#, #"'\8'"#, #"'\400'"#, #"b'\u0041'"#, "'a\nb'", "'''a", #"'a\"#,
    "`a", "`a$b`", "``",
    "\u{0}", "#", "@", "\\", "1a", "0x", "1uu", "'\\",
  ])
  func refusesBrokenTokens(_ text: String) {
    #expect(throws: CompileError.self) { try tokens(text) }
  }

  @Test func skipsCommentsAndSpace() throws {
    #expect(try tokens("a // b\n\t+\r\n\u{C}c //") == [.identifier("a"), .symbol(.plus), .identifier("c")])
  }

  @Test func countsSpansInBytes() throws {
    var lexer = Lexer("'ä' && x")
    #expect(try lexer.next().span == SourceSpan(0, 4))
    #expect(try lexer.next().span == SourceSpan(5, 7))
    #expect(try lexer.next().span == SourceSpan(8, 9))
    #expect(try lexer.next().span == SourceSpan(9, 9))
  }
}

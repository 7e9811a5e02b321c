/// Messages for what people write who know other languages.
enum CommonMistakes {
  /// For a character that begins no token.
  static func strayCharacter(_ text: [UInt8], at position: Int) -> CompileError {
    let end = characterEnd(text, at: position)
    let span = SourceSpan(position, end)
    let character = String(decoding: text[position..<end], as: UTF8.self)
    switch character {
    case "=":
      return CompileError("`=` isn't an operator", at: span, help: "use `==` to compare")
    case "&":
      return CompileError("`&` isn't an operator", at: span, help: "use `&&` for \"and\"")
    case "|":
      return CompileError("`|` isn't an operator", at: span, help: "use `||` for \"or\"")
    case "\u{2018}", "\u{2019}", "\u{201A}", "\u{201C}", "\u{201D}", "\u{201E}", "\u{AB}", "\u{BB}":
      return CompileError(
        "`\(character)` is a typographic quote", at: span, help: "use straight quotes, `'` or `\"`")
    case "\u{2212}", "\u{2013}", "\u{2014}":
      return CompileError("`\(character)` isn't a minus sign here", at: span, help: "use `-`")
    case "\u{A0}", "\u{202F}", "\u{200B}", "\u{FEFF}":
      return CompileError("there is an invisible special space here", at: span, help: "use an ordinary space")
    case "\u{2264}": return CompileError("`≤` isn't an operator", at: span, help: "use `<=`")
    case "\u{2265}": return CompileError("`≥` isn't an operator", at: span, help: "use `>=`")
    case "\u{2260}": return CompileError("`≠` isn't an operator", at: span, help: "use `!=`")
    case ";":
      return CompileError(
        "`;` has no meaning here", at: span, help: "an expression is one value; leave it out")
    case "^":
      return CompileError("`^` isn't an operator", at: span, help: "multiply, as in `x * x`")
    case "~":
      return CompileError("`~` isn't an operator", at: span, help: "use `text.matches('pattern')`")
    case "$":
      return CompileError("`$` has no meaning here", at: span, help: "write a variable's bare name")
    default:
      return CompileError("`\(character)` has no meaning here", at: span)
    }
  }

  /// For a token after what already is a whole expression.
  static func unexpected(_ token: Token, _ found: String) -> CompileError {
    if case .identifier(let word) = token.kind, let error = foreignOperator(word, token.span) { return error }
    switch token.kind {
    case .symbol(.rightParenthesis):
      return CompileError("`)` closes nothing", at: token.span, help: "remove it, or add `(` before")
    case .symbol(.rightBracket): return CompileError("`]` closes nothing", at: token.span)
    case .symbol(.rightBrace): return CompileError("`}` closes nothing", at: token.span)
    case .end: return CompileError("the expression ends too early", at: token.span)
    default: break
    }
    return CompileError(
      "\(found) can't follow here", at: token.span,
      help: "an operator such as `&&` or `==` is missing before it")
  }

  /// For a word where an operator is expected.
  static func foreignOperator(_ word: String, _ span: SourceSpan) -> CompileError? {
    let advice: [String: String] = [
      "and": "use `&&`", "or": "use `||`", "is": "use `==`", "eq": "use `==`", "ne": "use `!=`",
      "like": "use `text.matches('pattern')` or `text.contains('part')`", "mod": "use `%`", "div": "use `/`",
      "between": "use `x >= 1 && x <= 9`", "not": "write `!(x in list)`",
      "then": "write `condition ? value : other`", "else": "write `condition ? value : other`",
      "contains": "write `text.contains('part')`", "matches": "write `text.matches('pattern')`",
    ]
    guard let help = advice[word.lowercased()] else { return nil }
    return CompileError("`\(word)` isn't an operator", at: span, help: help)
  }

  /// For a reserved or foreign word where a value is expected.
  static func foreignWord(_ word: String, _ span: SourceSpan) -> CompileError? {
    switch word {
    case "if": CompileError("`if` can't be used here", at: span, help: "write `condition ? value : other`")
    case let word where reserved.contains(word):
      CompileError(
        "`\(word)` is a reserved word", at: span,
        help: "a variable can't have this name; a field can, as in `x.\(word)`")
    default: nil
    }
  }

  /// Words that can't be a variable's name (cel-spec, "Syntax", RESERVED).
  static let reserved: Set<String> = [
    "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop", "package",
    "namespace", "return", "var", "void", "while",
  ]

  /// Where the UTF-8 character that begins at a position ends.
  static func characterEnd(_ text: [UInt8], at position: Int) -> Int {
    var end = position + 1
    while end < text.count, text[end] & 0xC0 == 0x80 { end += 1 }
    return min(end, text.count)
  }
}

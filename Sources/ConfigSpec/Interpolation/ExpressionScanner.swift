/// Finds the `}}` that ends a `${{ expression }}`.
///
/// Follows the lexical rules of CEL (langdef, "Syntax"): a `}}` inside a string (also raw or triple-quoted),
/// a comment or nested braces does not end the expression.
struct ExpressionScanner {
  let text: [UInt8]

  /// The offset of the closing `}}` for an expression that begins at `start`; nil if there is none.
  func end(from start: Int) -> Int? {
    var index = start
    var depth = 0
    while index < text.count {
      switch text[index] {
      case UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: "}"):
        if depth == 0 { return byte(index + 1) == UInt8(ascii: "}") ? index : nil }
        depth -= 1
      case UInt8(ascii: "'"), UInt8(ascii: "\""):
        guard let after = skipString(at: index, isRaw: isRaw(before: index)) else { return nil }
        index = after
        continue
      case UInt8(ascii: "/") where byte(index + 1) == UInt8(ascii: "/"):
        while index < text.count, text[index] != 0x0A { index += 1 }
        continue
      default: break
      }
      index += 1
    }
    return nil
  }

  private func byte(_ index: Int) -> UInt8? { index < text.count ? text[index] : nil }

  /// Whether the letters before a quote make the string raw: `r'…'`, `br"…"`.
  private func isRaw(before quote: Int) -> Bool {
    var index = quote
    var isRaw = false
    while index > 0, quote - index < 2 {
      switch text[index - 1] {
      case UInt8(ascii: "r"), UInt8(ascii: "R"): isRaw = true
      case UInt8(ascii: "b"), UInt8(ascii: "B"): break
      default: return isRaw
      }
      index -= 1
    }
    if index > 0, isWord(text[index - 1]) { return false }
    return isRaw
  }

  private func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"),
      UInt8(ascii: "_"):
      true
    default: false
    }
  }

  private func skipString(at start: Int, isRaw: Bool) -> Int? {
    let quote = text[start]
    let isTriple = byte(start + 1) == quote && byte(start + 2) == quote
    var index = start + (isTriple ? 3 : 1)
    while index < text.count {
      if text[index] == UInt8(ascii: "\\"), !isRaw {
        index += 2
      } else if text[index] == quote {
        if !isTriple { return index + 1 }
        if byte(index + 1) == quote, byte(index + 2) == quote { return index + 3 }
        index += 1
      } else {
        index += 1
      }
    }
    return nil
  }
}

extension SyntaxProblem {
  /// What is wrong with a value that starts with a sign of YAML's, on a line where reading got stuck.
  func valueTrap(_ line: SourceLine) -> Diagnostic? {
    guard let first = file.byte(line.value.lowerBound), !line.value.isEmpty else { return nil }
    let start = line.value.lowerBound
    switch first {
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      if file.byte(start + 1) == UInt8(ascii: "{"), first == UInt8(ascii: "{") {
        return error(
          "`{{` without quotes is a YAML map inside a map", line.value, help: quoteHelp(line.value))
      }
      guard let close = matchingBracket(of: start), close < line.value.upperBound else { return nil }
      var next = close + 1
      while file.byte(next) == 0x20 { next += 1 }
      guard next < line.value.upperBound, file.byte(next) != UInt8(ascii: "#") || next == close + 1 else {
        return nil
      }
      if let stray = bracketTrap(at: next) { return stray }
      let noun = first == UInt8(ascii: "{") ? "map" : "list"
      return error(
        "a value that starts with `\(file.text(start..<start + 1))` is a YAML \(noun); text follows its end",
        start..<line.value.upperBound, help: quoteHelp(line.value))
    case UInt8(ascii: "!"): return tag(start, line)
    case UInt8(ascii: "&"), UInt8(ascii: "*"): return anchor(start)
    case UInt8(ascii: "%"), UInt8(ascii: "@"), UInt8(ascii: "`"):
      return error(
        "an unquoted value can't start with `\(file.text(start..<start + 1))`", start..<start + 1,
        help: quoteHelp(line.value))
    default: return nil
    }
  }

  /// A closing bracket or a comma without an opening one.
  func bracketTrap() -> Diagnostic? { bracketTrap(at: problem.offset) }

  private func bracketTrap(at offset: Int) -> Diagnostic? {
    let partners: [UInt8: String] = [UInt8(ascii: "}"): "{", UInt8(ascii: "]"): "["]
    guard let character = file.byte(offset), let partner = partners[character] else { return nil }
    let sign = file.text(offset..<offset + 1)
    return error(
      "`\(sign)` has no opening `\(partner)`", offset..<offset + 1,
      help: "remove it, or put the value in quotes if it is text")
  }

  /// Something that is neither `,` nor the closing bracket.
  func unexpectedInBrackets() -> Diagnostic {
    let open = problem.contextOffset
    let sign = file.text(open..<open + 1)
    let closing = sign == "{" ? "}" : "]"
    if let suspect, suspect.span.range.upperBound <= problem.offset + 1 {
      return unclosedQuote(suspect.span.range.lowerBound)
    }
    if let trap = interpolationTrap() { return trap }
    let openLine = line(at: open)
    if file.byte(open + 1) == UInt8(ascii: "{") || file.byte(open - 1) == UInt8(ascii: "{"),
      let trap = valueTrap(openLine)
    {
      return trap
    }
    guard matchingBracket(of: open) != nil else {
      return error(
        "the `\(sign)` that is opened here is never closed", open..<open + 1,
        help: "add `\(closing)` where it ends")
    }
    let line = line
    if sign == "{", let trap = missingColonAfterKey(line) { return trap }
    if let scalar = lastScalar?.span.range, let first = file.byte(scalar.lowerBound), isQuote(first),
      scalar.upperBound <= problem.offset, line.range.contains(scalar.lowerBound),
      character != UInt8(ascii: ":"), character != UInt8(ascii: "]"), character != UInt8(ascii: "}")
    {
      return afterQuote(first, problem.offset, line)
    }
    if line.number > openLine.number, line.indentEnd <= problem.offset, let key = line.key,
      problem.offset <= key.upperBound
    {
      return error(
        "a `,` is missing before \(file.text(key).inBackticks)", key,
        help: "entries between `\(sign)` and `\(closing)` are separated by commas, also at line ends")
    }
    if character == UInt8(ascii: ":") {
      return error(
        "a second `: ` in one entry", problem.offset..<problem.offset + 1,
        help: "put the value in quotes, or add a `,`")
    }
    let found =
      character.map { _ in file.text(problem.offset..<problem.offset + 1).inBackticks }
      ?? "the end of the file"
    return error(
      "expected `,` or `\(closing)`, found \(found)", problem.offset..<problem.offset + 1,
      help: "add a `,` between entries, or quotes around a value that contains `, [ ] { }`",
      related: openLine.number == line.number ? [] : [.init("opened here", at: Span(file, open..<open + 1))])
  }

  /// `{path: ${input}}`: inside brackets the braces of an interpolation need quotes.
  private func interpolationTrap() -> Diagnostic? {
    var start = problem.offset
    let lower = line.range.lowerBound
    while start > lower, file.byte(start) != UInt8(ascii: "$") { start -= 1 }
    guard file.byte(start) == UInt8(ascii: "$"), file.byte(start + 1) == UInt8(ascii: "{"),
      problem.offset <= start + 3
    else {
      return nil
    }
    if let before = file.byte(start - 1), isQuote(before) { return missingColonInBrackets(start - 1, line) }
    var end = start + 1
    while end < line.range.upperBound, file.byte(end) != UInt8(ascii: "}") { end += 1 }
    while file.byte(start + 2) == UInt8(ascii: "{"), end < line.range.upperBound,
      file.byte(end + 1) == UInt8(ascii: "}"),
      file.byte(end) == UInt8(ascii: "}")
    {
      end += 1
      break
    }
    let span = start..<min(end + 1, line.range.upperBound)
    return error(
      "\(file.text(span).inBackticks) between `{ }` or `[ ]` needs quotes", span,
      help: "write `\"\(file.text(span))\"`")
  }

  /// An opening bracket at the end of a line that nothing closes.
  private func unclosedBracket(endingLine line: SourceLine) -> Diagnostic? {
    let open = line.value.upperBound - 1
    guard line.value.contains(open), let last = file.byte(open),
      last == UInt8(ascii: "[") || last == UInt8(ascii: "{"), matchingBracket(of: open) == nil
    else { return nil }
    return error(
      "the `\(file.text(open..<open + 1))` that is opened here is never closed", open..<open + 1,
      help: "add `\(last == UInt8(ascii: "[") ? "]" : "}")` where it ends")
  }

  /// The last quote of `{path "${x}"}` seems to open a text, since the one before it belongs to a text.
  func quoteInsideText() -> Diagnostic? {
    guard file.byte(problem.contextOffset - 1) == UInt8(ascii: "}") else { return nil }
    var start = problem.contextOffset - 1
    let line = line(at: start)
    while start > line.range.lowerBound, file.byte(start) != UInt8(ascii: "{") { start -= 1 }
    guard file.byte(start - 1) == UInt8(ascii: "$"), let quote = file.byte(start - 2), isQuote(quote) else {
      return nil
    }
    return missingColonInBrackets(start - 2, line)
  }

  /// `{path "x"}` and `{path:"x"}`: the quote belongs to an unquoted text, since no `: ` stands before it.
  private func missingColonInBrackets(_ quote: Int, _ line: SourceLine) -> Diagnostic? {
    var start = quote
    while start > line.range.lowerBound,
      ![UInt8(ascii: "{"), UInt8(ascii: ",")].contains(file.utf8[start - 1])
    { start -= 1 }
    while start < quote, file.byte(start) == 0x20 { start += 1 }
    let name = file.text(start..<quote).filter { $0 != " " && $0 != ":" }
    guard !name.isEmpty else { return nil }
    return error("`: ` is missing after `\(name)`", start..<quote, help: "write `\(name): ` before the quote")
  }

  /// `{"uses" "drop"}`: a quoted text where a key stands, and another text after it.
  private func missingColonAfterKey(_ line: SourceLine) -> Diagnostic? {
    var end = problem.offset
    while file.byte(end - 1) == 0x20 { end -= 1 }
    guard end < problem.offset, let quote = file.byte(end - 1), isQuote(quote),
      let next = character, !",:]}".utf8.contains(next)
    else { return nil }
    var start = end - 2
    while start > line.range.lowerBound, file.byte(start) != quote { start -= 1 }
    var before = start - 1
    while before > line.range.lowerBound, file.byte(before) == 0x20 { before -= 1 }
    guard let sign = file.byte(before), "{,".utf8.contains(sign) else { return nil }
    let name = file.text(start..<end)
    return error(
      "a `:` is missing after \(name.inBackticks)", start..<end, help: "write `\(name): ` before the value")
  }

  /// A sign where a value is expected.
  func missingValue() -> Diagnostic {
    let line = line
    let end = min(problem.offset + 1, file.utf8.count)
    let found =
      problem.offset < file.utf8.count ? file.text(problem.offset..<end).inBackticks : "the end of the file"
    if let trap = interpolationTrap() { return trap }
    if let trap = unclosedBracket(endingLine: line) ?? lineBefore(line.number).flatMap(unclosedBracket) {
      return trap
    }
    if problem.offset == line.value.lowerBound, character == UInt8(ascii: ",") || bracketTrap() != nil {
      return error(
        "an unquoted value can't start with \(found)", problem.offset..<problem.offset + 1,
        help: quoteHelp(line.value))
    }
    return error(
      "expected a value, found \(found)", problem.offset..<problem.offset + 1,
      help: "a comma or bracket is too many here, or a value needs quotes")
  }

  /// The closing bracket that belongs to an opening one; quotes and comments are skipped.
  func matchingBracket(of open: Int) -> Int? {
    var depth = 0
    var cursor = open
    var previous: UInt8 = 0x20
    while let byte = file.byte(cursor) {
      switch byte {
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth -= 1
        if depth == 0 { return cursor }
      case UInt8(ascii: "#") where previous == 0x20 || previous == 0x0A:
        while file.byte(cursor + 1).map({ $0 != 0x0A }) ?? false { cursor += 1 }
      case UInt8(ascii: "'"), UInt8(ascii: "\""):
        guard [0x20, 0x0A, 0x2C, 0x5B, 0x7B, 0x3A].contains(previous) else { break }
        var end = cursor + 1
        while let next = file.byte(end), next != byte { end += next == 0x5C && byte == 0x22 ? 2 : 1 }
        cursor = end
      default: break
      }
      previous = byte
      cursor += 1
    }
    return nil
  }
}

extension SyntaxProblem {
  /// A value that starts with a character that YAML keeps for itself, or a tab.
  func badStart() -> Diagnostic {
    guard character != 0x09 else { return tab(near: problem.offset) }
    let line = line
    let isKey = problem.offset == line.content && line.key != nil
    let end = max(problem.offset + 1, isKey ? line.colon ?? line.value.upperBound : line.value.upperBound)
    if character == UInt8(ascii: "%"), problem.offset == line.range.lowerBound { return directive() }
    let sign = file.text(problem.offset..<problem.offset + 1)
    return error(
      "an unquoted \(isKey ? "key" : "value") can't start with `\(sign)`",
      problem.offset..<problem.offset + 1,
      help: quoteHelp(problem.offset..<end, isKey ? "key" : "value"))
  }

  func tab(near offset: Int) -> Diagnostic {
    let line = line(at: offset)
    let start = line.range.first { file.utf8[$0] == 0x09 && $0 >= min(offset, line.indentEnd) } ?? offset
    var end = start
    while file.byte(end) == 0x09 { end += 1 }
    let isIndentation = file.utf8[line.range.lowerBound..<start].allSatisfy { $0 == 0x20 }
    return error(
      isIndentation ? "a tab is used as indentation" : "a tab stands where YAML wants spaces",
      start..<max(start + 1, end),
      help: "YAML allows only spaces for indentation; replace each tab by two spaces")
  }

  /// A quote without its partner, or an escape that doesn't exist.
  func quoted() -> Diagnostic {
    if problem.offset + 1 < file.utf8.count,
      problem.message.contains("escape") || problem.message.contains("hexdecimal")
    {
      let text = file.text(problem.offset..<problem.offset + 2)
      return error(
        "\(text.inBackticks) is no escape that double quotes know", problem.offset..<problem.offset + 2,
        help: "write `\\\\` for a backslash, or use single quotes, which know no escapes")
    }
    if let trap = quoteInsideText() { return trap }
    return unclosedQuote(suspect?.span.range.lowerBound ?? problem.contextOffset)
  }

  func unclosedQuote(_ offset: Int) -> Diagnostic {
    let sign = file.text(offset..<offset + 1)
    let line = line(at: offset)
    let help =
      sign == "'"
      ? "add `'` where the text ends; a `'` inside single quotes is written twice: `''`"
      : "add `\"` where the text ends; a `\"` inside double quotes is written `\\\"`"
    return error(
      "the quote `\(sign)` that is opened here is never closed",
      offset..<max(offset + 1, line.value.upperBound), help: help)
  }

  /// Text after a closing quote: a quote inside the text has ended it.
  func afterQuote(_ quote: UInt8, _ offset: Int, _ line: SourceLine) -> Diagnostic {
    let endsWithQuote = file.byte(line.value.upperBound - 1).map(isQuote) ?? false
    let help =
      !endsWithQuote && file.byte(line.value.lowerBound) == quote
      ? quoteHelp(line.value)
      : quote == UInt8(ascii: "'")
        ? "a `'` inside single quotes is written twice: `''`; or use double quotes around the whole value"
        : "a `\"` inside double quotes is written `\\\"`; or use single quotes around the whole value"
    return error(
      "text follows the closing quote", offset..<max(offset + 1, line.value.upperBound), help: help)
  }

  /// `> 5` and `| x`: text after the sign that begins a block text.
  func blockText() -> Diagnostic {
    if problem.message.contains("tab character") { return tab(near: problem.offset) }
    let line = line(at: problem.contextOffset)
    if let trap = valueTrap(line) { return trap }
    let sign = file.text(problem.contextOffset..<problem.contextOffset + 1)
    return error(
      "`\(sign)` begins a block text, so nothing may follow it on its line",
      problem.contextOffset..<max(problem.contextOffset + 1, line.value.upperBound),
      help: quoteHelp(line.value))
  }

  func tag() -> Diagnostic {
    let line = line(at: problem.contextOffset)
    return tag(problem.contextOffset, line)
  }

  func tag(_ offset: Int, _ line: SourceLine) -> Diagnostic {
    let text = file.text(offset..<max(offset + 1, line.value.upperBound))
    let word = text.prefix { $0 != " " }
    return error(
      "\(String(word).inBackticks) is a YAML tag here, not part of the value",
      offset..<offset + max(1, word.utf8.count),
      help: quoteHelp(offset..<max(offset + 1, line.value.upperBound)))
  }

  func anchor() -> Diagnostic { anchor(problem.contextOffset) }

  func anchor(_ offset: Int) -> Diagnostic {
    let line = line(at: offset)
    let sign = file.text(offset..<offset + 1)
    let noun = sign == "*" ? "alias" : "anchor"
    return error(
      "an unquoted value that starts with `\(sign)` is a YAML \(noun)", offset..<offset + 1,
      help: quoteHelp(offset..<max(offset + 1, line.value.upperBound)))
  }

  func directive() -> Diagnostic {
    let line = line
    return error(
      "a line that starts with `%` is a YAML directive",
      line.indentEnd..<max(line.indentEnd + 1, line.value.upperBound),
      help: "remove the line; no directive is needed")
  }
}

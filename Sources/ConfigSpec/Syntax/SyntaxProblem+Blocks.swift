extension SyntaxProblem {
  /// A `: ` where no key can stand.
  func unexpectedColon() -> Diagnostic {
    let line = line
    if let colon = line.colon, problem.offset > colon { return secondColon(line) }
    if let first = file.byte(line.content), first == UInt8(ascii: "{") || first == UInt8(ascii: "["),
      let trap = valueTrap(line)
    {
      return trap
    }
    // The line is in order by itself: the mistake is in the text that it continues.
    var start = lineBefore(line.number)
    while let before = start, before.key == nil, !before.isItem, let earlier = lineBefore(before.number),
      earlier.key == nil || earlier.column < before.column
    {
      if earlier.key != nil, before.column >= line.column,
        before.column > earlier.contentColumn || earlier.value.isEmpty
      {
        break
      }
      start = earlier
    }
    guard let before = start else { return secondColon(line) }
    guard let key = before.keyText else { return notAPair(before) }
    return tooDeep(line, below: before, key)
  }

  /// A key below a key that has a value already.
  private func tooDeep(_ line: SourceLine, below before: SourceLine, _ key: String) -> Diagnostic {
    if line.isItem { return itemBelowValue(line.indentEnd, before, key) }
    if let trap = dashTrap(before) ?? notIndented(before) ?? quoteTrap(line, before) { return trap }
    let own = line.keyText ?? ""
    return error(
      "\(own.inBackticks) is indented deeper than \(key.inBackticks), which already has a value",
      line.key ?? problem.offset..<problem.offset + 1,
      help:
        "begin \(own.inBackticks) in column \(before.contentColumn), "
        + "or remove the value of \(key.inBackticks)",
      related: [.init("\(key.inBackticks) has its value here", at: Span(file, before.value))])
  }

  private func itemBelowValue(_ offset: Int, _ before: SourceLine, _ key: String) -> Diagnostic {
    error(
      "a list item stands below \(key.inBackticks), which already has a value", offset..<offset + 1,
      help: "remove the value of \(key.inBackticks), or align the `-` with the list it belongs to",
      related: [.init("\(key.inBackticks) has its value here", at: Span(file, before.value))])
  }

  private func secondColon(_ line: SourceLine) -> Diagnostic {
    if let first = file.byte(line.value.lowerBound), let scalar = lastScalar ?? nil, isQuote(first),
      scalar.span.range.lowerBound == line.value.lowerBound, problem.offset >= scalar.span.range.upperBound
    {
      return afterQuote(first, problem.offset, line)
    }
    if let trap = valueTrap(line) ?? typographicQuote(line) { return trap }
    if let key = line.keyText, let inner = innerKey(line) {
      return error(
        "`\(inner)` begins a map on the line of \(key.inBackticks)",
        line.value.lowerBound..<problem.offset + 1,
        help: "put `\(inner):` on a line of its own below \(key.inBackticks), indented by two spaces; "
          + "if it is text, \(quoteHelp(line.value))")
    }
    let name = line.keyText.map { "the value of \($0.inBackticks)" } ?? "the value"
    return error(
      "\(name) contains `: `, which begins a new value in YAML", problem.offset..<problem.offset + 1,
      help: quoteHelp(line.value))
  }

  /// A key without `:`.
  func missingColon() -> Diagnostic {
    let line = line(at: problem.contextOffset)
    if let suspect { return unclosedQuote(suspect.span.range.lowerBound) }
    return valueTrap(line) ?? notAPair(line)
  }

  /// `- ` where no list can begin.
  func unexpectedItem() -> Diagnostic {
    let line = line
    if problem.offset == line.indentEnd, let before = lineBefore(line.number), let key = before.keyText {
      return itemBelowValue(problem.offset, before, key)
    }
    let key = line.keyText ?? "key"
    let items = file.text(problem.offset..<max(problem.offset, line.value.upperBound))
    return error(
      "a list can't begin on the line of its key", problem.offset..<problem.offset + 1,
      help:
        "put `\(items)` on a line of its own below \(key.inBackticks), or write `[…]`; quote it if it is text"
    )
  }

  /// Something that is no key inside a mapping.
  func unexpectedInMapping() -> Diagnostic {
    let line = line
    let scalar = lastScalar?.span.range
    if let suspect { return unclosedQuote(suspect.span.range.lowerBound) }
    if let scalar, let first = file.byte(scalar.lowerBound), isQuote(first),
      lastScalar?.scalar?.style != .plain,
      scalar.upperBound <= problem.offset, problem.offset <= line.range.upperBound,
      scalar.upperBound > line.range.lowerBound
    {
      return afterQuote(first, problem.offset, line)
    }
    if problem.offset > line.indentEnd, let trap = valueTrap(line) { return trap }
    if let trap = bracketTrap() { return trap }
    guard problem.offset == line.indentEnd else {
      return error(
        "expected the next key, found \(rest(line).inBackticks)",
        problem.offset..<max(problem.offset + 1, line.value.upperBound),
        help: "begin the key on a line of its own, or put quotes around the whole value")
    }
    if line.isItem {
      if let before = lineBefore(line.number), let key = before.keyText, !before.value.isEmpty {
        return itemBelowValue(problem.offset, before, key)
      }
      return error(
        "a list item stands where a key is expected", problem.offset..<problem.offset + 1,
        help:
          "a list begins below its key: `key:` and then lines with `- `; is the `-` in the wrong column?"
      )
    }
    if line.colon == line.content { return missingKey(line) }
    return badIndentation(line)
  }

  private func missingKey(_ line: SourceLine) -> Diagnostic {
    error("a key is missing before the `:`", line.content..<line.content + 1, help: "write `key: value`")
  }

  /// A line whose column fits none of the lines above.
  private func badIndentation(_ line: SourceLine) -> Diagnostic {
    let name = (line.keyText ?? line.contentSpan.text).inBackticks
    if let before = lineBefore(line.number), let key = before.keyText, !before.value.isEmpty, line.key != nil,
      line.column > before.contentColumn
    {
      return tooDeep(line, below: before, key)
    }
    if let block = lastScalar, block.scalar?.style == .literal || block.scalar?.style == .folded,
      file.position(at: block.span.range.upperBound).line >= line.number - 1, line.key == nil
    {
      let first = SourceLine(file, block.span.start.line + 1)
      return error(
        "\(name) is indented less than the block text above", line.contentSpan.range,
        help: "begin it in column \(first.column) to belong to the text that begins in line \(first.number)")
    }
    var columns: [(column: Int, name: String)] = []
    var limit = Int.max
    var number = line.number
    while let before = lineBefore(number), columns.count < 4 {
      number = before.number
      guard let key = before.keyText else { continue }
      if before.contentColumn < limit {
        columns.append((before.contentColumn, key))
        limit = before.contentColumn
      }
    }
    let fits = columns.map { "column \($0.column) with \($0.name.inBackticks)" }.joined(separator: ", or in ")
    return error(
      "the indentation of \(name) fits no line above", line.key ?? line.contentSpan.range,
      help: fits.isEmpty
        ? "align it with the keys above" : "it is in column \(line.column); begin it in \(fits)")
  }

  /// A line at the column of a list that is no item.
  func unexpectedInList() -> Diagnostic {
    let line = line
    if let suspect { return unclosedQuote(suspect.span.range.lowerBound) }
    if problem.offset > line.indentEnd, let trap = valueTrap(line) { return trap }
    if let scalar = lastScalar?.span.range, let first = file.byte(scalar.lowerBound), isQuote(first),
      scalar.upperBound > line.range.lowerBound, scalar.upperBound <= problem.offset
    {
      return afterQuote(first, problem.offset, line)
    }
    if let trap = bracketTrap() { return trap }
    let list = self.line(at: problem.contextOffset)
    let column = file.position(at: problem.contextOffset).column
    let name = (line.keyText ?? line.contentSpan.text).inBackticks
    if line.isItem {
      return error(
        "the `-` of this item is in column \(line.column), those of its list are in column \(column)",
        line.indentEnd..<line.indentEnd + 1,
        help: "begin it in column \(column); the list began in line \(list.number)")
    }
    return error(
      "\(name) stands in the list that began in line \(list.number), but is no item of it",
      line.key ?? problem.offset..<max(problem.offset + 1, line.value.upperBound),
      help: "begin it in column \(column + 2) to belong to the item above, with `- ` to be an item"
        + (column > 1 ? ", or left of column \(column) to end the list" : ""))
  }

  /// Text left of the first key, or after the end of the root value.
  func afterRoot() -> Diagnostic {
    let line = line
    if let suspect { return unclosedQuote(suspect.span.range.lowerBound) }
    if let trap = bracketTrap() ?? (problem.offset > line.indentEnd ? valueTrap(line) : nil) { return trap }
    let first = (1...file.lineCount).lazy.map { SourceLine(file, $0) }.first {
      !$0.isEmpty && $0.valueText != "---"
    }
    if let first, first.number < line.number, line.column < first.column {
      return error(
        "\((line.keyText ?? line.contentSpan.text).inBackticks) stands further left than the first line",
        line.key ?? line.contentSpan.range,
        help: "begin both in the same column; line \(first.number) begins in column \(first.column)")
    }
    return error(
      "the file's value has ended before this",
      problem.offset..<max(problem.offset + 1, line.value.upperBound),
      help: "a configuration file is one map of `key: value` lines")
  }

  func isQuote(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") }

  private func rest(_ line: SourceLine) -> String {
    file.text(problem.offset..<max(problem.offset, line.value.upperBound))
  }
}

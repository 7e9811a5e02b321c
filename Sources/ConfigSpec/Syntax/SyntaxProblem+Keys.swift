extension SyntaxProblem {
  func notAPair(_ line: SourceLine) -> Diagnostic {
    let text = line.contentSpan.text
    guard LikelySecret(line).span == nil else {
      return error(
        "expected `key: value`", line.contentSpan.range, help: "write a `:` and a space after the key")
    }
    if let trap = dashTrap(line) ?? foreignSyntax(line, text) ?? blockTrap(line) { return trap }
    if let tight = tightColon(line) {
      let key = file.text(line.content..<tight)
      let value = file.text(tight + 1..<max(tight + 1, line.value.upperBound))
      return error(
        "a space is missing after the `:` of \(key.inBackticks)", tight..<tight + 1,
        help: "write `\(key): \(value)`")
    }
    if let equals = text.firstIndex(of: "="),
      text[..<equals].allSatisfy({ $0.isLetter || $0 == "_" || $0 == " " })
    {
      let key = text[..<equals].filter { $0 != " " }
      let value = text[text.index(after: equals)...].drop { $0 == " " }
      return error(
        "expected `key: value`, found \(text.inBackticks)", line.contentSpan.range,
        help: "write `\(key): \(value)`")
    }
    return error(
      "expected `key: value`, found \(text.inBackticks)", line.contentSpan.range,
      help: "add a `:` after the key, or indent the line if it continues the text above")
  }

  private func tightColon(_ line: SourceLine) -> Int? {
    let range = line.contentSpan.range
    let colon = range.first { file.utf8[$0] == UInt8(ascii: ":") }
    guard let colon, colon > range.lowerBound, colon + 1 < range.upperBound else { return nil }
    let isKey = file.utf8[range.lowerBound..<colon].allSatisfy { byte in
      (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A) || byte == 0x5F || byte == 0x2D
        || (byte >= 0x30 && byte <= 0x39)
    }
    return isKey ? colon : nil
  }

  /// `-name`, `--` and typographic dashes in place of `- `.
  func dashTrap(_ line: SourceLine) -> Diagnostic? {
    let text = line.contentSpan.text
    guard let first = text.unicodeScalars.first, ["-", "–", "—", "•"].contains(first) else { return nil }
    let end = line.content + UTF8.width(first)
    guard file.byte(end) != UInt8(ascii: "-") || first != "-" else {
      return error(
        "an item of a list begins with one `-`", line.content..<end + 1, help: "write `- ` before the item")
    }
    let isHyphen = first == "-"
    return error(
      isHyphen ? "a space is missing after the `-`" : "`\(first)` begins no list item in YAML",
      line.content..<end,
      help: isHyphen ? "write `- \(text.dropFirst())`" : "write an ordinary `-` and a space")
  }

  /// A key in the column of the key above, which has no value: `source:` and `uses: csv` below it.
  func notIndented(_ line: SourceLine) -> Diagnostic? {
    guard let key = line.key, let above = lineBefore(line.number), let parent = above.keyText,
      above.value.isEmpty,
      !line.isItem
    else { return nil }
    if above.contentColumn == line.contentColumn {
      return error(
        "\(file.text(key).inBackticks) is not indented below \(parent.inBackticks), which has no value", key,
        help: "begin it in column \(above.contentColumn + 2)")
    }
    guard hasItems(after: line) else { return nil }
    return error(
      "a `- ` is missing before \(file.text(key).inBackticks)", key,
      help: "\(parent.inBackticks) is a list; each item begins with `- `")
  }

  /// A text in quotes that runs over the end of its line.
  func quoteTrap(_ line: SourceLine, _ before: SourceLine) -> Diagnostic? {
    guard let quote = file.byte(before.value.lowerBound), isQuote(quote), let key = line.key else {
      return nil
    }
    guard file.utf8[before.value].count(where: { $0 == quote }) == 1, file.utf8[key].contains(quote) else {
      return nil
    }
    return unclosedQuote(before.value.lowerBound)
  }

  /// “Quotes” of word processors.
  func typographicQuote(_ line: SourceLine) -> Diagnostic? {
    guard let first = line.valueText.unicodeScalars.first, ["“", "”", "„", "‘", "’", "«"].contains(first)
    else {
      return nil
    }
    let start = line.value.lowerBound
    return error(
      "`\(first)` is no quote in YAML", start..<start + UTF8.width(first),
      help: "use the straight quotes `\"` or `'`")
  }

  /// The word before the second colon, if it looks like a key.
  func innerKey(_ line: SourceLine) -> String? {
    guard line.value.lowerBound < problem.offset else { return nil }
    let text = file.text(line.value.lowerBound..<problem.offset)
    let isName = text.utf8.allSatisfy { ($0 >= 0x61 && $0 <= 0x7A) || $0 == 0x5F }
    return isName && text.utf8.count > 2 ? text : nil
  }

  /// Comments of other languages and what a version control system leaves behind.
  private func foreignSyntax(_ line: SourceLine, _ text: String) -> Diagnostic? {
    if text.hasPrefix("//") || text.hasPrefix("/*") || text.hasPrefix("--") {
      return error("a comment begins with `#` in YAML", line.contentSpan.range, help: "write `# …`")
    }
    return conflict(line)
  }

  /// A line that a merge has left behind.
  func conflict(_ line: SourceLine) -> Diagnostic? {
    let text = file.text(line.range)
    guard ["<<<<<<<", "=======", ">>>>>>>"].contains(where: { text.hasPrefix($0) }) else { return nil }
    return error("this line is a merge conflict marker", line.contentSpan.range, help: "resolve the conflict")
  }

  /// The text after `key: |`, not indented.
  private func blockTrap(_ line: SourceLine) -> Diagnostic? {
    guard let before = lineBefore(line.number), let key = before.keyText, let first = before.valueText.first,
      first == "|" || first == ">"
    else { return nil }
    return error(
      "the text of \(key.inBackticks) is not indented", line.contentSpan.range,
      help: "begin it in column \(before.contentColumn + 2) or further right")
  }

  /// Whether a list item follows in the column of the line.
  private func hasItems(after line: SourceLine) -> Bool {
    var number = line.number + 1
    while number <= min(file.lineCount, line.number + 50) {
      let next = SourceLine(file, number)
      if !next.isEmpty {
        if next.column < line.column { return false }
        if next.column == line.column { return next.isItem }
      }
      number += 1
    }
    return false
  }
}

/// Explains a key that is not a scalar: mostly `{{ … }}` without quotes.
struct KeyProblem {
  var key: Node
  /// Where the mapping that has the key begins.
  var container: Int

  func diagnostic(_ file: SourceFile) -> Diagnostic {
    let isTemplate =
      key.entries != nil && key.isFlow && key.span.range.lowerBound == container + 1
      && file.byte(container) == UInt8(ascii: "{")
    if isTemplate {
      let end = min(key.span.range.upperBound + 1, file.utf8.count)
      let line = SourceLine(file, file.position(at: container).line)
      let span = Span(file, container..<max(container + 2, min(end, line.range.upperBound)))
      let last = line.value.contains(container) ? valueEnd(file, line) : span.range.upperBound
      return Diagnostic(
        .error, "`{{` without quotes is a YAML map inside a map", at: span,
        help: SyntaxProblem.quoteHelp(Span(file, container..<max(span.range.upperBound, last))))
    }
    return Diagnostic(
      .error, "a key must be text, found \(key.summary)", at: key.span,
      help: "put quotes around the key if it is text")
  }

  /// Where the text ends that should have been quoted: before a comma or bracket of the map around it.
  private func valueEnd(_ file: SourceFile, _ line: SourceLine) -> Int {
    let isInBrackets = line.value.lowerBound < container
    var depth = 0
    var cursor = container
    scan: while cursor < line.value.upperBound {
      switch file.byte(cursor) {
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        if depth == 0 { break scan }
        depth -= 1
      case UInt8(ascii: ",") where depth == 0 && isInBrackets: break scan
      default: break
      }
      cursor += 1
    }
    while cursor > container, file.byte(cursor - 1) == 0x20 { cursor -= 1 }
    return cursor
  }
}

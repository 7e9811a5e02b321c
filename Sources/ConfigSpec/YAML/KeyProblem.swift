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
      let value = line.value.contains(container) ? line.value : span.range
      return Diagnostic(
        .error, "`{{` without quotes is a YAML map inside a map", at: span,
        help: SyntaxProblem.quoteHelp(Span(file, container..<max(span.range.upperBound, value.upperBound))))
    }
    return Diagnostic(
      .error, "a key must be text, found \(key.summary)", at: key.span,
      help: "put quotes around the key if it is text")
  }
}

/// Cuts a text at `${{` and `}}`.
struct TemplateParser {
  private let scalar: Scalar
  private let text: [UInt8]
  private let map: SourceMap
  private let span: Span

  init(_ scalar: Scalar, _ node: Node) {
    self.scalar = scalar
    text = Array(scalar.text.utf8)
    map = node.sourceMap
    span = node.span
  }

  func segments(_ decoding: inout Decoding) -> [Template.Segment] {
    var segments: [Template.Segment] = []
    var literalStart = 0
    var index = 0
    while let open = nextOpening(from: index) {
      guard let close = ExpressionScanner(text: text).end(from: open + 3) else {
        decoding.error(
          "has a `${{` that is never closed with `}}`", at: map.span(of: open..<open + 3),
          help: "write `${{ expression }}`; `$${{` is a literal `${{`")
        return segments
      }
      if open > literalStart { segments.append(.literal(string(literalStart..<open))) }
      if let expression = expression(open + 3..<close, &decoding) { segments.append(.expression(expression)) }
      index = close + 2
      literalStart = index
    }
    if literalStart < text.count { segments.append(.literal(string(literalStart..<text.count))) }
    return segments
  }

  private func expression(_ range: Range<Int>, _ decoding: inout Decoding) -> ExpressionSource? {
    let whole = range
    var range = range
    while !range.isEmpty, isBlank(text[range.lowerBound]) { range = range.lowerBound + 1..<range.upperBound }
    while !range.isEmpty, isBlank(text[range.upperBound - 1]) {
      range = range.lowerBound..<range.upperBound - 1
    }
    guard !range.isEmpty else {
      decoding.error("has an empty `${{ }}`", at: map.span(of: whole.lowerBound - 3..<whole.upperBound + 2))
      return nil
    }
    if let nested = firstOpening("${", in: range) {
      decoding.error(
        "has `${` inside an expression", at: map.span(of: nested..<nested + 2),
        help: "a param is `params.name` in an expression")
      return nil
    }
    return ExpressionSource(string(range), span: map.span(of: range), map: map.shifted(by: range))
  }

  private func nextOpening(from start: Int) -> Int? {
    var index = start
    while let open = firstOpening("${{", in: index..<text.count) {
      if !scalar.escapes.contains(open) { return open }
      index = open + 3
    }
    return nil
  }

  private func firstOpening(_ mark: String, in range: Range<Int>) -> Int? {
    let mark = Array(mark.utf8)
    guard range.count >= mark.count else { return nil }
    return (range.lowerBound...range.upperBound - mark.count).first {
      text[$0..<$0 + mark.count].elementsEqual(mark)
    }
  }

  private func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D }

  private func string(_ range: Range<Int>) -> String { String(decoding: text[range], as: UTF8.self) }
}

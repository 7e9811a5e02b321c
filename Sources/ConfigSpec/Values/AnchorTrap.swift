/// Finds text that YAML has taken for an anchor: `when: &flag == 'a'` and `when: &flag`.
struct AnchorTrap {
  /// The anchor and what follows it on its line.
  private let span: Span
  private let anchor: Span

  /// The anchor between a key and its empty value.
  static func after(key: Span) -> AnchorTrap? {
    let file = key.file
    var cursor = key.range.upperBound
    while let byte = file.byte(cursor), byte == 0x20 || byte == 0x3A { cursor += 1 }
    return AnchorTrap(file, at: cursor)
  }

  /// The anchor right before a value.
  static func before(_ node: Node) -> AnchorTrap? {
    let file = node.span.file
    var cursor = node.span.range.lowerBound
    while file.byte(cursor - 1) == 0x20 { cursor -= 1 }
    while let byte = file.byte(cursor - 1), byte > 0x20 { cursor -= 1 }
    return AnchorTrap(file, at: cursor)
  }

  private init?(_ file: SourceFile, at offset: Int) {
    guard file.byte(offset) == UInt8(ascii: "&") else { return nil }
    var end = offset + 1
    while let byte = file.byte(end), byte > 0x20, !",]}".utf8.contains(byte) { end += 1 }
    anchor = Span(file, offset..<end)
    let value = SourceLine(file, anchor.start.line).value
    span = value.lowerBound == offset ? Span(file, value) : anchor
  }

  /// Whether the text can't begin an expression, so that the anchor was meant to be a part of it.
  static func isRest(_ scalar: Scalar) -> Bool {
    guard scalar.style == .plain else { return false }
    let signs = ["==", "!=", "<", ">", "&&", "||", "?", ":", "+", "*", "/", "%", ".", ")", "in "]
    return signs.contains { scalar.text.hasPrefix($0) }
  }

  /// Says what YAML has made of the text.
  func report(_ decoding: inout Decoding) {
    let sign = anchor.text.inBackticks
    decoding.error(
      span == anchor ? "has no value: \(sign) is a YAML anchor" : "begins with a YAML anchor, \(sign)",
      at: anchor, help: SyntaxProblem.quoteHelp(span))
  }
}

extension String: ConfigValue {
  /// Free text.
  public static var shape: Shape { .text(TextForm("text")) }

  /// Takes any scalar as it is written: `no`, `012` and `1:30` are text where text is wanted.
  public static func decode(_ node: Node, _ decoding: inout Decoding) -> String? {
    guard let scalar = node.scalar, !scalar.isNull else {
      let isNull = node.scalar.map { !$0.text.isEmpty } ?? false
      decoding.reject(node, "text", help: isNull ? "put it in quotes if it is meant as text" : nil)
      return nil
    }
    if let open = scalar.firstExpression {
      decoding.error(
        "is a fixed text; `${{ … }}` is not evaluated here", at: node.sourceMap.span(of: open..<open + 3),
        help: "for a literal `${{` write `$${{`")
      return nil
    }
    return scalar.text
  }

  /// The value itself.
  public func json(for purpose: JSONPurpose) -> JSONValue { .string(self) }
}

extension Scalar {
  /// The offset of the first `${{` that is not from `$${{`.
  fileprivate var firstExpression: Int? {
    guard text.utf8.contains(UInt8(ascii: "$")) else { return nil }
    let bytes = Array(text.utf8)
    let mark = Array("${{".utf8)
    return bytes.indices.dropLast(2).first { bytes[$0..<$0 + 3].elementsEqual(mark) && !escapes.contains($0) }
  }
}

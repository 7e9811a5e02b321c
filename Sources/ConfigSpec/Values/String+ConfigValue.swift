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
    return scalar.text
  }

  /// The value itself.
  public func json(for purpose: JSONPurpose) -> JSONValue { .string(self) }
}

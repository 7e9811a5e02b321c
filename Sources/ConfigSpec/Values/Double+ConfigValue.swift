extension Double: ConfigValue {
  /// A number.
  public static var shape: Shape { .number(nil) }

  /// Reads a finite number of the YAML 1.2 core schema.
  public static func decode(_ node: Node, _ decoding: inout Decoding) -> Double? {
    guard let scalar = node.scalar else {
      decoding.reject(node, Shape.number(nil).noun)
      return nil
    }
    let value = CoreSchema.number(scalar.text)
    if let value, scalar.isPlain { return value }
    let percent = scalar.text.last == "%" ? CoreSchema.number(String(scalar.text.dropLast())) : nil
    let help =
      value.map { _ in "remove the quotes: `\(scalar.text)`" } ?? percent.map { "write `\($0 / 100)`" }
    decoding.reject(node, Shape.number(nil).noun, help: help)
    return nil
  }

  /// The value itself.
  public func json(for purpose: JSONPurpose) -> JSONValue {
    Int(exactly: self).map { .int($0) } ?? .double(self)
  }
}

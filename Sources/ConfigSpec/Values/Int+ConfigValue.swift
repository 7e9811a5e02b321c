extension Int: ConfigValue {
  /// A whole number.
  public static var shape: Shape { .integer(nil) }

  /// Reads an integer of the YAML 1.2 core schema.
  public static func decode(_ node: Node, _ decoding: inout Decoding) -> Int? {
    guard let scalar = node.scalar else {
      decoding.reject(node, Shape.integer(nil).noun)
      return nil
    }
    let value = CoreSchema.integer(scalar.text)
    if let value, scalar.isPlain { return value }
    decoding.reject(node, Shape.integer(nil).noun, help: help(scalar, value))
    return nil
  }

  private static func help(_ scalar: Scalar, _ value: Int?) -> String? {
    if let value { return "remove the quotes: `\(value)`" }
    var text = scalar.text
    let digits = text.filter { $0 != "_" && $0 != "," && $0 != " " && $0 != "'" }
    if digits != text, let value = CoreSchema.integer(digits) {
      return "write it without separators: `\(value)`"
    }
    if text.count > 1, text.first == "0", let value = Int(text) {
      return "a number has no leading zero: `\(value)`"
    }
    if text.last == "%" { text.removeLast() }
    if let number = CoreSchema.number(text) {
      guard number.rounded() == number, let whole = Int(exactly: number) else { return nil }
      return "write `\(whole)`"
    }
    if !text.isEmpty, digits.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) {
      return "the number is too large"
    }
    return nil
  }

  /// The value itself.
  public func json(for purpose: JSONPurpose) -> JSONValue { .int(self) }
}

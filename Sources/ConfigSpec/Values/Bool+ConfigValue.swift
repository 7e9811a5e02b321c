extension Bool: ConfigValue {
  /// `true` or `false`.
  public static var shape: Shape { .boolean }

  /// Reads a boolean of the YAML 1.2 core schema.
  public static func decode(_ node: Node, _ decoding: inout Decoding) -> Bool? {
    guard let scalar = node.scalar else {
      decoding.reject(node, Shape.boolean.noun)
      return nil
    }
    if scalar.isPlain {
      if ["true", "True", "TRUE"].contains(scalar.text) { return true }
      if ["false", "False", "FALSE"].contains(scalar.text) { return false }
    }
    let help: String? =
      switch scalar.text.lowercased() {
      case "true", "false": "remove the quotes: \(scalar.text.lowercased())"
      case "yes", "on", "y", "1": "write `true`"
      case "no", "off", "n", "0": "write `false`"
      default: nil
      }
    decoding.reject(node, Shape.boolean.noun, help: help)
    return nil
  }

  /// The value itself.
  public func json(for purpose: JSONPurpose) -> JSONValue { .bool(self) }
}

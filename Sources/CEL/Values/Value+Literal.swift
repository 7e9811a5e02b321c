extension Value: CustomStringConvertible {
  /// The value as it would be written in an expression, cut after some hundred bytes.
  public var description: String { literal(maximumLength: 1_000) }

  /// The value as it would be written in an expression; cut, with `…`, when it gets longer than wanted.
  func literal(maximumLength: Int) -> String {
    var text = ""
    appendLiteral(to: &text, maximumLength)
    guard text.utf8.count > maximumLength else { return text }
    while text.utf8.count > maximumLength { text.unicodeScalars.removeLast() }
    return text + "…"
  }

  private func appendLiteral(to text: inout String, _ maximumLength: Int) {
    guard text.utf8.count <= maximumLength else { return }
    switch self {
    case .null: text += "null"
    case .bool(let value): text += value ? "true" : "false"
    case .int(let value): text += String(value)
    case .uint(let value): text += "\(value)u"
    case .double(let value): text += value.celLiteral
    case .string(let value): text += String(value.unicodeScalars.prefix(maximumLength)).quoted
    case .bytes(let value):
      text += "b\""
      for byte in value.prefix(maximumLength) { text += "\\x" + byte.hexadecimal }
      text += "\""
    case .list(let elements):
      text += "["
      for (index, element) in elements.prefix(maximumLength).enumerated() {
        if index > 0 { text += ", " }
        element.appendLiteral(to: &text, maximumLength)
      }
      text += "]"
    case .map(let map):
      text += "{"
      for index in 0..<min(map.count, maximumLength) {
        if index > 0 { text += ", " }
        map.keys[index].appendLiteral(to: &text, maximumLength)
        text += ": "
        map.values[index].appendLiteral(to: &text, maximumLength)
      }
      text += "}"
    case .timestamp(let value): text += "timestamp(\"\(value)\")"
    case .duration(let value): text += "duration(\"\(value.celText)\")"
    case .type(let value): text += value.name
    case .optional(nil): text += "optional.none()"
    case .optional(let value?):
      text += "optional.of("
      value.appendLiteral(to: &text, maximumLength)
      text += ")"
    case .opaque(let value): text += value.typeName
    }
  }
}

extension UInt8 {
  /// Two lower-case hexadecimal digits.
  var hexadecimal: String { (self < 16 ? "0" : "") + String(self, radix: 16) }
}

extension String {
  /// In double quotes, with the escape sequences that CEL reads back.
  var quoted: String {
    var text = "\""
    for scalar in unicodeScalars {
      switch scalar {
      case "\u{07}": text += "\\a"
      case "\u{08}": text += "\\b"
      case "\u{0C}": text += "\\f"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case "\u{0B}": text += "\\v"
      case "\\": text += "\\\\"
      case "\"": text += "\\\""
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text + "\""
  }
}

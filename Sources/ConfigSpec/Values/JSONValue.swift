/// A plain value: what a setting looks like in a plan, a schema, a sample or a digest.
public enum JSONValue: Sendable {
  /// Nothing.
  case null
  /// True or false.
  case bool(Bool)
  /// A whole number.
  case int(Int)
  /// A number.
  case double(Double)
  /// Text.
  case string(String)
  /// A list.
  case array([JSONValue])
  /// Members in a fixed order.
  case object([(String, JSONValue)])
  /// A secret; its value is not here at all.
  case secret
}

extension JSONValue: Equatable {
  /// Compares members in order; two secrets are never equal, since nothing is known about them.
  public static func == (left: JSONValue, right: JSONValue) -> Bool {
    switch (left, right) {
    case (.null, .null): true
    case (.bool(let left), .bool(let right)): left == right
    case (.int(let left), .int(let right)): left == right
    case (.double(let left), .double(let right)): left == right
    case (.string(let left), .string(let right)): left == right
    case (.array(let left), .array(let right)): left == right
    case (.object(let left), .object(let right)): left.elementsEqual(right) { $0.0 == $1.0 && $0.1 == $1.1 }
    default: false
    }
  }
}

extension JSONValue {
  /// JSON text: on one line, or indented by two spaces with short lists on one line.
  public func text(isPretty: Bool = false) -> String {
    var output = ""
    write(into: &output, indent: isPretty ? 0 : nil)
    return output
  }

  /// How a plan shows it: text without quotes, everything else as JSON.
  public var display: String {
    switch self {
    case .string(let text): text
    case .secret: "(secret)"
    default: self.text()
    }
  }

  private func write(into output: inout String, indent: Int?) {
    switch self {
    case .null: output += "null"
    case .bool(let value): output += value ? "true" : "false"
    case .int(let value): output += "\(value)"
    case .double(let value): output += value.isFinite ? "\(value)" : "\"\(value)\""
    case .string(let value): Self.write(value, into: &output)
    case .secret: output += "\"(secret)\""
    case .array(let items):
      let inner = items.allSatisfy(\.isScalar) ? nil : indent.map { $0 + 2 }
      Self.list(items.count, "[", "]", into: &output, inner) { items[$0].write(into: &$1, indent: inner) }
    case .object(let members):
      let inner = indent.map { $0 + 2 }
      Self.list(members.count, "{", "}", into: &output, inner) { index, output in
        Self.write(members[index].0, into: &output)
        output += indent == nil ? ":" : ": "
        members[index].1.write(into: &output, indent: inner)
      }
    }
  }

  private var isScalar: Bool {
    switch self {
    case .array, .object: false
    default: true
    }
  }

  private static func list(
    _ count: Int, _ open: String, _ close: String, into output: inout String, _ indent: Int?,
    _ item: (Int, inout String) -> Void
  ) {
    output += open
    for index in 0..<count {
      if index > 0 { output += indent == nil && open == "[" ? ", " : "," }
      if let indent { output += "\n" + String(repeating: " ", count: indent) }
      item(index, &output)
    }
    if let indent, count > 0 { output += "\n" + String(repeating: " ", count: indent - 2) }
    output += close
  }

  private static func write(_ text: String, into output: inout String) {
    output += "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": output += "\\\""
      case "\\": output += "\\\\"
      case "\n": output += "\\n"
      case "\t": output += "\\t"
      case "\r": output += "\\r"
      case "\u{0}"..<" ":
        let digits = String(scalar.value, radix: 16)
        output += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: output.unicodeScalars.append(scalar)
      }
    }
    output += "\""
  }
}

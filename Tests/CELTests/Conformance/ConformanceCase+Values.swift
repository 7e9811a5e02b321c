import CEL

/// Something in a case that isn't understood; nearly always because it is about protobuf messages.
struct Unsupported: Error {
  let what: String
}

extension Value {
  init(_ node: ConformanceCase.Node) throws {
    guard let (kind, content) = node.single else { throw Unsupported(what: "value \(node)") }
    let text = content.text ?? ""
    switch kind {
    case "null_value": self = .null
    case "bool_value": self = .bool(text == "true")
    case "int64_value": self = .int(try Self.number(text))
    case "uint64_value": self = .uint(try Self.number(text))
    case "double_value": self = .double(try Self.double(text))
    case "string_value": self = .string(text)
    case "bytes_value": self = .bytes(content["__bytes"]?.text.map(Self.bytes) ?? Array(text.utf8))
    case "type_value": self = .type(try Self.type(text))
    case "list_value": self = .list(try content["values"]?.elements.map { try Value($0) } ?? [])
    case "map_value":
      var entries: [(key: Value, value: Value)] = []
      for entry in content["entries"]?.elements ?? [] {
        guard let key = entry["key"], let value = entry["value"] else { throw Unsupported(what: "entry") }
        entries.append((try Value(key), try Value(value)))
      }
      self = .map(try MapValue(entries))
    default: throw Unsupported(what: kind)
    }
  }

  private static func number<T: LosslessStringConvertible>(_ text: String) throws -> T {
    guard let number = T(text) else { throw Unsupported(what: "number \(text)") }
    return number
  }

  private static func double(_ text: String) throws -> Double {
    switch text {
    case "inf", "Infinity": .infinity
    case "-inf", "-Infinity": -.infinity
    default: try number(text)
    }
  }

  private static func bytes(hexadecimal: String) -> [UInt8] {
    let digits = Array(hexadecimal)
    return stride(from: 0, to: digits.count - 1, by: 2).compactMap {
      UInt8(String(digits[$0...($0 + 1)]), radix: 16)
    }
  }

  private static func type(_ name: String) throws -> CELType {
    let types: [CELType] = [
      .bool, .int, .uint, .double, .string, .bytes, .null, .type, .timestamp, .duration, .list(.dyn),
      .map(.dyn, .dyn),
    ]
    guard let type = types.first(where: { $0.name == name }) else { throw Unsupported(what: "type \(name)") }
    return type
  }
}

extension CELType {
  init(_ node: ConformanceCase.Node) throws {
    guard let (kind, content) = node.single else { throw Unsupported(what: "type \(node)") }
    switch (kind, content.text) {
    case ("primitive", "BOOL"): self = .bool
    case ("primitive", "INT64"): self = .int
    case ("primitive", "UINT64"): self = .uint
    case ("primitive", "DOUBLE"): self = .double
    case ("primitive", "STRING"): self = .string
    case ("primitive", "BYTES"): self = .bytes
    case ("null", _): self = .null
    case ("dyn", _): self = .dyn
    case ("type_param", let name?): self = .parameter(name)
    case ("well_known", "TIMESTAMP"): self = .timestamp
    case ("well_known", "DURATION"): self = .duration
    case ("list_type", _):
      guard let element = content["elem_type"] else { throw Unsupported(what: "list") }
      self = .list(try CELType(element))
    case ("map_type", _):
      guard let key = content["key_type"], let value = content["value_type"] else {
        throw Unsupported(what: "map")
      }
      self = .map(try CELType(key), try CELType(value))
    case ("abstract_type", _):
      let arguments = try content["parameter_types"]?.elements.map { try CELType($0) } ?? []
      self = .opaque(content["name"]?.text ?? "", arguments)
    default: throw Unsupported(what: "type \(kind)")
    }
  }
}

extension Value {
  /// Equal also in type, and NaN equal to NaN.
  func isSame(as other: Value) -> Bool {
    switch (self, other) {
    case (.null, .null): true
    case (.bool(let a), .bool(let b)): a == b
    case (.int(let a), .int(let b)): a == b
    case (.uint(let a), .uint(let b)): a == b
    case (.double(let a), .double(let b)): a == b && a.sign == b.sign || a.isNaN && b.isNaN
    case (.string(let a), .string(let b)): Array(a.utf8) == Array(b.utf8)
    case (.bytes(let a), .bytes(let b)): a == b
    case (.type(let a), .type(let b)): a.name == b.name
    case (.list(let a), .list(let b)):
      a.count == b.count && zip(a, b).allSatisfy { $0.isSame(as: $1) }
    case (.map(let a), .map(let b)):
      a.count == b.count && zip(a.keys, a.values).allSatisfy { b[$0].map($1.isSame) ?? false }
    case (.timestamp(let a), .timestamp(let b)): a == b
    case (.duration(let a), .duration(let b)): a == b
    default: false
    }
  }
}

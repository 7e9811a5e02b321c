extension JSONValue: ConfigValue {
  /// Anything.
  public static var shape: Shape { .any }
  /// Null is a value here.
  public static var nullability: Nullability { .accepted }

  /// Takes any YAML as plain data; unquoted scalars get their type from the YAML 1.2 core schema.
  public static func decode(_ node: Node, _ decoding: inout Decoding) -> JSONValue? { JSONValue(node) }

  /// The data of a node.
  public init(_ node: Node) {
    switch node.content {
    case .scalar(let scalar): self = Self.typed(scalar)
    case .sequence(let items): self = .array(items.map { JSONValue($0) })
    case .mapping(let entries): self = .object(entries.map { ($0.name, JSONValue($0.value)) })
    }
  }

  /// The value itself; a digest sorts keys.
  public func json(for purpose: JSONPurpose) -> JSONValue {
    guard purpose == .digest else { return self }
    switch self {
    case .array(let items): return .array(items.map { $0.json(for: .digest) })
    case .object(let members):
      return .object(members.map { ($0.0, $0.1.json(for: .digest)) }.sorted { $0.0 < $1.0 })
    default: return self
    }
  }

  private static func typed(_ scalar: Scalar) -> JSONValue {
    if scalar.isNull { return .null }
    guard scalar.isPlain else { return .string(scalar.text) }
    switch scalar.text {
    case "true", "True", "TRUE": return .bool(true)
    case "false", "False", "FALSE": return .bool(false)
    default: break
    }
    if let integer = CoreSchema.integer(scalar.text) { return .int(integer) }
    if let number = CoreSchema.number(scalar.text) { return .double(number) }
    return .string(scalar.text)
  }
}

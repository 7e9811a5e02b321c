extension Optional: ConfigValue where Wrapped: ConfigValue {
  /// The shape of the value, if there is one.
  public static var shape: Shape { Wrapped.shape }
  /// Null means none, if it is written.
  public static var nullability: Nullability { Wrapped.nullability.optional }

  /// Reads a value, or none from null.
  public static func decode(_ node: Node, _ decoding: inout Decoding) -> Wrapped?? {
    Codec<Wrapped>.standard.optional.decode(node, &decoding)
  }

  /// The value, or null.
  public func json(for purpose: JSONPurpose) -> JSONValue { map { $0.json(for: purpose) } ?? .null }
}

extension Array: ConfigValue where Element: ConfigValue {
  /// A list of such values.
  public static var shape: Shape { .list(Element.shape) }

  /// Reads a sequence; every wrong item is reported.
  public static func decode(_ node: Node, _ decoding: inout Decoding) -> [Element]? {
    Codec<Element>.standard.list.decode(node, &decoding)
  }

  /// A list.
  public func json(for purpose: JSONPurpose) -> JSONValue { .array(map { $0.json(for: purpose) }) }
}

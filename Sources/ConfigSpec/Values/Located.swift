/// A value that remembers where it stands, so that a later check across files can point at it.
public struct Located<Value: ConfigValue>: ConfigValue {
  /// The value.
  public var value: Value
  /// Where it stands; nil for a default.
  public var span: Span?

  /// Wraps a value.
  public init(_ value: Value, at span: Span? = nil) {
    self.value = value
    self.span = span
  }

  /// The value's own shape.
  public static var shape: Shape { Value.shape }
  /// As the value decides.
  public static var nullability: Nullability { Value.nullability }

  /// Reads the value and notes its place.
  public static func decode(_ node: Node, _ decoding: inout Decoding) -> Located? {
    Value.decode(node, &decoding).map { Located($0, at: node.span) }
  }

  /// The value alone.
  public func json(for purpose: JSONPurpose) -> JSONValue { value.json(for: purpose) }
}

extension Located: Equatable where Value: Equatable {
  /// Compares values, wherever they stand.
  public static func == (left: Located, right: Located) -> Bool { left.value == right.value }
}

/// A type that a field of the configuration can have.
///
/// A value knows nothing about the field it stands in: `decoding` adds name and place to every message.
public protocol ConfigValue: Sendable {
  /// What is accepted, for the schema and the reference.
  static var shape: Shape { get }
  /// What `null` or nothing at all means.
  static var nullability: Nullability { get }
  /// Reads a value, or reports why not and returns nil.
  static func decode(_ node: Node, _ decoding: inout Decoding) -> Self?
  /// The value as plain data.
  func json(for purpose: JSONPurpose) -> JSONValue
}

extension ConfigValue {
  /// Null is refused.
  public static var nullability: Nullability { .refused }
}

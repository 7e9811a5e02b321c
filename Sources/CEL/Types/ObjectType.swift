/// A type with named fields, such as a record's metadata.
///
/// A field whose name isn't an identifier is written `record["any name"]`. Where a map is wanted, an object is one
/// from strings to values of any type.
public struct ObjectType: Hashable, Sendable {
  /// The name messages use.
  public let name: String

  /// The fields by name.
  public let fields: [String: CELType]

  /// Whether values may have further fields, of any type: known only when the expression is evaluated.
  public let isOpen: Bool

  /// Makes a type of fields.
  public init(name: String, fields: [String: CELType], isOpen: Bool = false) {
    self.name = name
    self.fields = fields
    self.isOpen = isOpen
  }

  /// The type of a field, nil if no value has such a field.
  func type(of field: String) -> CELType? { fields[field] ?? (isOpen ? .dyn : nil) }

  /// Types of the same name are the same type.
  public static func == (a: ObjectType, b: ObjectType) -> Bool { a.name == b.name }

  /// Hashes what `==` compares.
  public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

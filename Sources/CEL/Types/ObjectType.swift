/// A type with a fixed set of named fields, such as a record's metadata.
public struct ObjectType: Hashable, Sendable {
  /// The name messages use.
  public let name: String

  /// The fields by name.
  public let fields: [String: CELType]

  /// Makes a type of fields.
  public init(name: String, fields: [String: CELType]) {
    self.name = name
    self.fields = fields
  }

  /// Types of the same name are the same type.
  public static func == (a: ObjectType, b: ObjectType) -> Bool { a.name == b.name }

  /// Hashes what `==` compares.
  public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

/// The type of an expression.
public indirect enum CELType: Hashable, Sendable {
  /// Any type; checked when the expression is evaluated.
  case dyn
  case null
  case bool
  case int
  case uint
  case double
  case string
  case bytes
  case timestamp
  case duration
  case list(CELType)
  case map(CELType, CELType)
  /// The type or null, such as a column that may be empty.
  case nullable(CELType)
  /// A value with declared fields, at run time a map with string keys.
  case object(ObjectType)
  /// The type of types: what `type(x)` returns.
  case type
  /// A type of an extension by its name, with its type arguments.
  case opaque(String, [CELType])
  /// A type that a function's signature leaves open, such as `T` in `list(T)`.
  case parameter(String)
  /// An open type of one expression, found by the checker from the uses.
  case variable(Int)
  /// The type of an expression that already has a diagnostic; fits everywhere so that no second one follows.
  case error

  /// An optional value of a type.
  public static func optional(_ type: CELType) -> CELType { .opaque(optionalName, [type]) }

  static let optionalName = "optional_type"
}

extension CELType: CustomStringConvertible {
  /// The type as messages and documentation write it, such as `map(string, int)`.
  public var description: String {
    switch self {
    case .list(let element): "list(\(element))"
    case .map(let key, let value): "map(\(key), \(value))"
    case .nullable(let type): "\(type) or null"
    case .opaque(let name, let arguments):
      arguments.isEmpty ? name : "\(name)(\(arguments.map(\.description).joined(separator: ", ")))"
    case .null: "null"
    case .timestamp: "timestamp"
    case .duration: "duration"
    default: name
    }
  }

  /// The name the type has as a value, as in `type(x) == list`.
  public var name: String {
    switch self {
    case .dyn, .variable: "dyn"
    case .null: "null_type"
    case .bool: "bool"
    case .int: "int"
    case .uint: "uint"
    case .double: "double"
    case .string: "string"
    case .bytes: "bytes"
    case .timestamp: "google.protobuf.Timestamp"
    case .duration: "google.protobuf.Duration"
    case .list: "list"
    case .map: "map"
    case .nullable(let type): type.name
    case .object(let type): type.name
    case .type: "type"
    case .opaque(let name, _): name
    case .parameter(let name): name
    case .error: "error"
    }
  }

  /// Whether the checker can't say more than that there is a value.
  var isDynamic: Bool { self == .dyn || self == .error }

  var isNumeric: Bool { self == .int || self == .uint || self == .double }

  /// The type without `or null`.
  var withoutNull: CELType {
    if case .nullable(let type) = self { type } else { self }
  }
}

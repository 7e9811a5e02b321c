internal import CEL

/// What the names of an expression mean: the columns at one place of the plan, the params, and the run's identity.
final class RecordScope: Sendable {
  /// The variables, by their slots in the environment.
  enum Variable: Int {
    case record
    case meta
    case params
  }

  let schema: Schema
  let params: [String: String]
  let identity: RecordIdentity

  init(_ schema: Schema, _ params: [(name: String, value: String)], _ identity: RecordIdentity) {
    self.schema = schema
    self.identity = identity
    self.params = Dictionary(params.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
  }

  /// The declarations that expressions are checked against.
  var environment: Environment {
    Environment(
      variables: [
        CEL.Variable("record", .object(record)), CEL.Variable("meta", .object(Self.meta)),
        CEL.Variable(
          "params", .object(ObjectType(name: "params", fields: params.mapValues { _ in .string }))),
      ],
      implicitReceiver: "record")
  }

  private var record: ObjectType {
    let fields = schema.columns.map { ($0.name, CELType($0)) }
    return ObjectType(
      name: "record", fields: Dictionary(fields, uniquingKeysWith: { first, _ in first }),
      isOpen: schema.isOpen)
  }

  /// The fields of `meta`.
  static let meta = ObjectType(
    name: "meta",
    fields: [
      "id": .string, "source": .string, "line": .int, "trace_id": .string, "received_at": .timestamp,
      "fallback": .list(.string),
    ])
}

extension CELType {
  /// The type of a column's values.
  init(_ column: Column) {
    let type: CELType
    switch column.type {
    case .string: type = .string
    case .integer: type = .int
    case .double: type = .double
    case .boolean: type = .bool
    // `T or null` of a timestamp is a timestamp: null fits it anyway (cel-go, checker/types.go).
    case .timestamp, .date: type = .timestamp
    case .dynamic: type = .dyn
    }
    self = column.isNullable && column.type != .dynamic ? .nullable(type) : type
  }
}

internal import CEL

/// What kind of column an expression's values make.
struct ResultType: Equatable {
  var type: ColumnType
  var isNullable: Bool

  /// A field has the type of its column, so that a date stays one; anything else what the checker found.
  init(_ expression: CheckedExpression, _ schema: Schema) {
    switch expression.kind {
    case .select(let operand, let field) where operand.isRecord:
      guard let column = schema[field] else { break }
      self.init(type: column.type, isNullable: column.isNullable || column.type == .dynamic)
      return
    case .conditional(_, let yes, let no):
      let yes = ResultType(yes, schema)
      let no = ResultType(no, schema)
      if yes.type == no.type {
        self.init(type: yes.type, isNullable: yes.isNullable || no.isNullable)
        return
      }
    default: break
    }
    self.init(expression.type)
  }

  private init(type: ColumnType, isNullable: Bool) {
    self.type = type
    self.isNullable = isNullable
  }

  private init(_ type: CELType) {
    switch type {
    case .bool: (self.type, isNullable) = (.boolean, false)
    case .int: (self.type, isNullable) = (.integer, false)
    case .double: (self.type, isNullable) = (.double, false)
    case .string, .bytes, .duration, .type: (self.type, isNullable) = (.string, false)
    case .timestamp: (self.type, isNullable) = (.timestamp, false)
    case .nullable(let type): (self.type, isNullable) = (ResultType(type).type, true)
    case .opaque("optional_type", let types):
      (self.type, isNullable) = (ResultType(types.first ?? .dyn).type, true)
    // Lists and maps become JSON text, an unsigned integer may be beyond the integers of a column.
    case .list, .map, .object, .uint: (self.type, isNullable) = (.dynamic, false)
    default: (self.type, isNullable) = (.dynamic, true)
    }
  }
}

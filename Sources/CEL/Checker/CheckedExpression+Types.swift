extension CheckedExpression {
  /// The same expression with every type in the tree replaced.
  func mapTypes(_ transform: (CELType) -> CELType) -> CheckedExpression {
    CheckedExpression(kind.mapTypes(transform), transform(type), span)
  }
}

extension CheckedExpression.Kind {
  fileprivate func mapTypes(_ transform: (CELType) -> CELType) -> Self {
    switch self {
    case .constant, .variable, .local, .failure: return self
    case .select(let operand, let field): return .select(operand.mapTypes(transform), field: field)
    case .presence(let operand, let field): return .presence(operand.mapTypes(transform), field: field)
    case .optionalSelect(let operand, let field):
      return .optionalSelect(operand.mapTypes(transform), field: field)
    case .call(let call):
      return .call(
        CheckedExpression.Call(
          function: call.function, overloads: call.overloads,
          arguments: call.arguments.map { $0.mapTypes(transform) }))
    case .and(let terms): return .and(terms.map { $0.mapTypes(transform) })
    case .or(let terms): return .or(terms.map { $0.mapTypes(transform) })
    case .conditional(let condition, let yes, let no):
      return .conditional(
        condition.mapTypes(transform), then: yes.mapTypes(transform), otherwise: no.mapTypes(transform))
    case .list(let elements):
      return .list(
        elements.map {
          CheckedExpression.Element(value: $0.value.mapTypes(transform), isOptional: $0.isOptional)
        })
    case .map(let entries):
      return .map(
        entries.map {
          CheckedExpression.Entry(
            key: $0.key.mapTypes(transform), value: $0.value.mapTypes(transform), isOptional: $0.isOptional)
        })
    case .comprehension(let loop):
      return .comprehension(
        CheckedExpression.Comprehension(
          kind: loop.kind, range: loop.range.mapTypes(transform), locals: loop.locals,
          filter: loop.filter?.mapTypes(transform), body: loop.body.mapTypes(transform)))
    case .bind(let local, let value, let body):
      return .bind(local: local, value.mapTypes(transform), body: body.mapTypes(transform))
    }
  }
}

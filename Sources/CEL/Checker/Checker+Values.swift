extension Checker {
  mutating func logic(
    _ terms: [Expression], _ span: SourceSpan, _ symbol: String,
    _ make: ([CheckedExpression]) -> CheckedExpression.Kind
  ) -> CheckedExpression {
    var checked: [CheckedExpression] = []
    for term in terms {
      let term = visit(term)
      expectBool(term, "`\(symbol)` joins conditions")
      checked.append(term)
    }
    return CheckedExpression(make(checked), typed(.bool), span)
  }

  private mutating func expectBool(_ expression: CheckedExpression, _ message: String) {
    guard !substitution.assign(expression.type, to: .bool) else { return }
    let type = substitution.finish(expression.type)
    _ = fail(
      "\(message), found a value of type `\(type)`", at: expression.span,
      help: conditionHelp(expression, type))
  }

  /// How to make a condition of a value.
  private func conditionHelp(_ expression: CheckedExpression, _ type: CELType) -> String? {
    if case .constant = expression.kind { return "write `true`, `false` or a comparison" }
    let text = excerpt(expression)
    switch type {
    case .int: return "compare it, as in `\(text) != 0`"
    case .uint: return "compare it, as in `\(text) != 0u`"
    case .double: return "compare it, as in `\(text) != 0.0`"
    case .string: return "compare it, as in `\(text) != ''`"
    case .list, .map: return "ask for its size, as in `\(text).size() > 0`"
    default: return nil
    }
  }

  mutating func conditional(
    _ condition: Expression, _ yes: Expression, _ no: Expression, _ span: SourceSpan
  ) -> CheckedExpression {
    let condition = visit(condition)
    expectBool(condition, "what stands before `?` must be a condition")
    let yes = visit(yes)
    let no = visit(no)
    let type = substitution.join(yes.type, no.type)
    if type == .dyn, !substitution.resolve(yes.type).isDynamic, !substitution.resolve(no.type).isDynamic {
      let types = "`\(substitution.finish(yes.type))` and `\(substitution.finish(no.type))`"
      _ = fail(
        "the two values after `?` have different types, \(types)", at: yes.span.union(no.span),
        help: "convert one of them, or write `dyn(…)` around one if that is intended")
    }
    return CheckedExpression(.conditional(condition, then: yes, otherwise: no), typed(type), span)
  }

  mutating func list(_ elements: [Expression.Element], _ span: SourceSpan) -> CheckedExpression {
    var checked: [CheckedExpression.Element] = []
    var type: CELType?
    for element in elements {
      let value = visit(element.value)
      type = substitution.join(type, element.isOptional ? optionalContent(value) : value.type)
      checked.append(CheckedExpression.Element(value: value, isOptional: element.isOptional))
    }
    return CheckedExpression(.list(checked), typed(.list(type ?? substitution.newVariable())), span)
  }

  mutating func map(_ entries: [Expression.Entry], _ span: SourceSpan) -> CheckedExpression {
    var checked: [CheckedExpression.Entry] = []
    var keyType: CELType?
    var valueType: CELType?
    for entry in entries {
      let key = visit(entry.key)
      keyType = substitution.join(keyType, key.type)
      switch substitution.resolve(key.type) {
      case .bool, .int, .uint, .string, .dyn, .error, .variable: break
      case let type:
        _ = fail(
          "a map's key can't be of type `\(type)`", at: key.span, help: "use a bool, int, uint or string")
      }
      let value = visit(entry.value)
      valueType = substitution.join(valueType, entry.isOptional ? optionalContent(value) : value.type)
      checked.append(CheckedExpression.Entry(key: key, value: value, isOptional: entry.isOptional))
    }
    let type = CELType.map(
      keyType ?? substitution.newVariable(), valueType ?? substitution.newVariable())
    return CheckedExpression(.map(checked), typed(type), span)
  }

  /// The type inside of an optional value.
  private mutating func optionalContent(_ expression: CheckedExpression) -> CELType {
    let content = substitution.newVariable()
    if !substitution.assign(expression.type, to: .optional(content)) {
      _ = fail(
        "`?` needs an optional value, found one of type `\(substitution.finish(expression.type))`",
        at: expression.span, help: "leave out `?`, or write `optional.of(…)`")
      return .error
    }
    return substitution.resolve(content)
  }

  mutating func comprehension(_ loop: Expression.Comprehension, _ span: SourceSpan) -> CheckedExpression {
    let range = visit(loop.range)
    let key: CELType
    let value: CELType
    var type = substitution.resolve(range.type).withoutNull
    if case .variable = type {
      let element = substitution.newVariable()
      _ = substitution.assign(type, to: .list(element))
      type = .list(element)
    }
    switch type {
    case .list(let element): (key, value) = loop.variables.count == 1 ? (element, element) : (.int, element)
    case .map(let keyType, let valueType): (key, value) = (keyType, valueType)
    case .object: (key, value) = (.string, .dyn)
    case .dyn: (key, value) = (.dyn, .dyn)
    case .error: (key, value) = (.error, .error)
    default:
      _ = fail("a list or map is needed here, found a value of type `\(type)`", at: range.span)
      (key, value) = (.error, .error)
    }
    return withLocal(loop.variables[0].text, key) { checker, first in
      guard loop.variables.count > 1 else { return checker.body(loop, range, [first], key, span) }
      return checker.withLocal(loop.variables[1].text, value) { checker, second in
        checker.body(loop, range, [first, second], key, span)
      }
    }
  }

  private mutating func body(
    _ loop: Expression.Comprehension, _ range: CheckedExpression, _ locals: [Int], _ key: CELType,
    _ span: SourceSpan
  ) -> CheckedExpression {
    var filter: CheckedExpression?
    if let condition = loop.filter {
      let checked = visit(condition)
      expectBool(checked, "the filter must be a condition")
      filter = checked
    }
    let body = visit(loop.body)
    let type: CELType
    switch loop.kind {
    case .all, .exists, .existsOne:
      expectBool(body, "the last argument must be a condition")
      type = .bool
    case .filter:
      expectBool(body, "the last argument must be a condition")
      type = .list(key)
    case .list: type = .list(body.type)
    case .map:
      // Over a list, the two-variable loop has indexes as keys.
      type = .map(key, body.type)
    case .mapEntries:
      let entries = CELType.map(substitution.newVariable(), substitution.newVariable())
      if !substitution.assign(body.type, to: entries) {
        _ = fail(
          "the last argument must be a map, found a value of type `\(substitution.finish(body.type))`",
          at: body.span, help: "write the new entry as `{key: value}`")
      }
      type = substitution.resolve(entries)
    }
    let loop = CheckedExpression.Comprehension(
      kind: loop.kind, range: range, locals: locals, filter: filter, body: body)
    return CheckedExpression(.comprehension(loop), typed(type), span)
  }
}

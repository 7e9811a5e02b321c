extension Checker {
  mutating func identifier(_ name: String, _ span: SourceSpan) -> CheckedExpression {
    if let found = local(name) { return CheckedExpression(.local(found.local), found.type, span) }
    if environment.slots[name] == nil, let field = implicitField(name, span) { return field }
    if let found = declared(name, span) { return found }
    if implicitObject?.isOpen == true { return implicitSelection(name, .dyn, span) }
    return undeclared(name, span)
  }

  /// A field, or a variable whose name has dots.
  mutating func select(
    _ expression: Expression, _ operand: Expression, _ field: Expression.Name, _ mode: Expression.SelectMode
  ) -> CheckedExpression {
    let span = expression.span
    if mode == .value, let name = expression.qualifiedName, local(Self.firstPart(of: name)) == nil,
      let found = declared(name, span)
    {
      return found
    }
    let operand = visit(operand)
    let type = fieldType(field, of: operand, mode)
    switch mode {
    case .value: return CheckedExpression(.select(operand, field: field.text), typed(type), span)
    case .presence: return CheckedExpression(.presence(operand, field: field.text), typed(.bool), span)
    case .optional:
      let isOptional = if case .opaque(CELType.optionalName, _) = type { true } else { false }
      return CheckedExpression(
        .optionalSelect(operand, field: field.text), typed(isOptional ? type : .optional(type)), span)
    }
  }

  mutating func fieldType(
    _ field: Expression.Name, of operand: CheckedExpression, _ mode: Expression.SelectMode
  ) -> CELType {
    let type = substitution.resolve(operand.type)
    switch type.withoutNull {
    case .dyn, .error, .variable: return type == .error ? .error : .dyn
    case .map(let key, let value):
      _ = substitution.assign(.string, to: key)
      return value
    case .object(let object):
      if let type = object.type(of: field.text) { return type }
      let suggestion = Suggestion.help(for: field.text, among: object.fields.keys.sorted())
      let names = object.fields.keys.sorted().prefix(12).map { "`\($0)`" }.joined(separator: ", ")
      _ = fail(
        "`\(object.name)` has no field `\(field.text)`", at: field.span,
        help: suggestion ?? (names.isEmpty ? "it has no fields" : "its fields are \(names)"))
      return .error
    case .opaque(CELType.optionalName, let arguments):
      let inner = CheckedExpression(operand.kind, arguments.first ?? .dyn, operand.span)
      let type = fieldType(field, of: inner, mode)
      return .optional(type)
    default:
      let isMethod = environment.functions[field.text]?.overloads.contains { $0.isMethod } == true
      _ = fail(
        "a value of type `\(type)` has no field `\(field.text)`", at: field.span,
        help: isMethod ? "write `\(field.text)()` to call the method" : nil)
      return .error
    }
  }

  /// The variable or type of a name, looked up from the innermost namespace outwards.
  private func declared(_ name: String, _ span: SourceSpan) -> CheckedExpression? {
    for candidate in candidates(name) {
      if let slot = environment.slots[candidate] {
        return CheckedExpression(.variable(slot: slot), typed(environment.variables[slot].type), span)
      }
      if let type = environment.types[candidate] {
        return CheckedExpression(.constant(.type(type)), typed(.type), span)
      }
    }
    return nil
  }

  /// For `x` in the container `a.b`: `a.b.x`, `a.x`, `x`. For `.x`: `x`.
  func candidates(_ name: String) -> [String] {
    if name.hasPrefix(".") { return [String(name.dropFirst())] }
    var names: [String] = []
    var parts = environment.container.split(separator: ".")
    while !parts.isEmpty {
      names.append((parts + [Substring(name)]).joined(separator: "."))
      parts.removeLast()
    }
    return names + [name]
  }

  /// The object whose fields may be named without it.
  private var implicitObject: ObjectType? {
    guard let slot = environment.implicitSlot, !isDynamic,
      case .object(let object) = environment.variables[slot].type
    else { return nil }
    return object
  }

  /// A declared field of that object.
  private func implicitField(_ name: String, _ span: SourceSpan) -> CheckedExpression? {
    implicitObject?.fields[name].map { implicitSelection(name, $0, span) }
  }

  private func implicitSelection(_ name: String, _ type: CELType, _ span: SourceSpan) -> CheckedExpression {
    guard let slot = environment.implicitSlot else { preconditionFailure("there is no implicit receiver") }
    let receiver = CheckedExpression(.variable(slot: slot), environment.variables[slot].type, span)
    return CheckedExpression(.select(receiver, field: name), type, span)
  }

  private mutating func undeclared(_ name: String, _ span: SourceSpan) -> CheckedExpression {
    let fields = implicitObject?.fields.keys.sorted() ?? []
    let names = localNames + fields + environment.variables.map(\.name)
    var help = Suggestion.help(for: name, among: names)
    if help == nil, environment.functions[name] != nil {
      help = "`\(name)` is a function; write `\(name)(…)`"
    }
    if help == nil, ["True", "TRUE", "False", "FALSE"].contains(name) {
      help = "write `\(name.lowercased())`"
    }
    if help == nil, ["None", "nil", "NULL", "Null", "undefined"].contains(name) { help = "write `null`" }
    if help == nil, !names.isEmpty, names.count <= 12 {
      help = "known names are " + names.map { "`\($0)`" }.joined(separator: ", ")
    }
    return fail("`\(name)` isn't a known name", at: span, help: help, kind: .unboundVariable)
  }

  static func firstPart(of name: String) -> String {
    String(name.prefix { $0 != "." })
  }
}

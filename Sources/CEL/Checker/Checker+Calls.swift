extension Checker {
  mutating func call(
    _ name: Expression.Name, _ target: Expression?, _ arguments: [Expression], _ span: SourceSpan
  ) -> CheckedExpression {
    if let target {
      if let namespace = target.qualifiedName, local(Self.firstPart(of: namespace)) == nil,
        let function = function(named: "\(namespace).\(name.text)")
      {
        return resolve(function, name, nil, arguments, span)
      }
      if let namespace = target.simpleName?.text, isNamespace(namespace) {
        return unknown(name, in: namespace, arguments)
      }
      guard let function = environment.functions[name.text] else {
        return unknown(name, target: visit(target), arguments)
      }
      return resolve(function, name, visit(target), arguments, span)
    }
    guard let function = function(named: name.text) else { return unknown(name, target: nil, arguments) }
    return resolve(function, name, nil, arguments, span)
  }

  private func function(named name: String) -> Function? {
    for candidate in candidates(name) {
      if let function = environment.functions[candidate] { return function }
    }
    return nil
  }

  /// Whether the name only means anything before the dot of a function's name.
  private func isNamespace(_ name: String) -> Bool {
    local(name) == nil && environment.slots[name] == nil && environment.functions[name] == nil
      && environment.functions.keys.contains { $0.hasPrefix("\(name).") }
  }

  private mutating func resolve(
    _ function: Function, _ name: Expression.Name, _ receiver: CheckedExpression?, _ arguments: [Expression],
    _ span: SourceSpan
  ) -> CheckedExpression {
    var checked: [CheckedExpression] = receiver.map { [$0] } ?? []
    for argument in arguments { checked.append(visit(argument)) }
    if let field = objectField(function, checked, span) { return field }
    let types = checked.map { substitution.resolve($0.type) }
    var matching: [Overload] = []
    var result: CELType?
    for overload in function.overloads
    where overload.isMethod == (receiver != nil) && overload.parameters.count == checked.count {
      var variables: [String: CELType] = [:]
      let parameters = overload.parameters.map { $0.instantiated(&variables, &substitution) }
      guard substitution.assign(types, to: parameters) else { continue }
      let type = substitution.resolve(overload.result.instantiated(&variables, &substitution))
      result = matching.isEmpty || result == type ? type : .dyn
      matching.append(overload)
    }
    guard let result else {
      // A part with a diagnostic of its own explains enough.
      if types.contains(.error), !isDynamic {
        return CheckedExpression(.failure(.noSuchOverload), .error, span)
      }
      return mismatch(function, name, receiver != nil, checked, span)
    }
    let call = CheckedExpression.Call(function: function.name, overloads: matching, arguments: checked)
    return CheckedExpression(.call(call), typed(result), span)
  }

  /// `object["any name"]`, which is a field like `object.name`.
  private mutating func objectField(
    _ function: Function, _ arguments: [CheckedExpression], _ span: SourceSpan
  ) -> CheckedExpression? {
    guard function.name == Operator.index || function.name == Operator.optionalIndex, arguments.count == 2,
      case .object = arguments[0].type, case .constant(.string(let name)) = arguments[1].kind
    else { return nil }
    let field = Expression.Name(text: name, span: arguments[1].span)
    let isOptional = function.name == Operator.optionalIndex
    let type = fieldType(field, of: arguments[0], isOptional ? .optional : .value)
    return isOptional
      ? CheckedExpression(.optionalSelect(arguments[0], field: name), .optional(type), span)
      : CheckedExpression(.select(arguments[0], field: name), type, span)
  }
}

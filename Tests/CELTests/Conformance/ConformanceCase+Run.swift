import CEL

extension ConformanceCase {
  /// Nil if the case passes, otherwise what was found instead.
  func run() -> String? {
    do {
      let environment = try makeEnvironment()
      if checkOnly != nil { return try checkType(environment.check(expr)) }
      return try evaluate(environment)
    } catch {
      return "not understood: \(error)"
    }
  }

  private func evaluate(_ environment: Environment) throws -> String? {
    let result: Result<Value, any Error> = Result {
      let program = try environment.compile(expr)
      var values: [String: Value] = [:]
      for binding in bindings?.elements ?? [] {
        guard let key = binding["key"]?.text, let value = binding["value"]?["value"] else {
          throw Unsupported(what: "binding")
        }
        values[key] = try Value(value)
      }
      return try program.evaluate(values)
    }
    switch result {
    case .failure(let error):
      if error is Unsupported { return "not understood: \(error)" }
      return evalError == nil ? "failed: \(error)" : nil
    case .success(let found):
      if evalError != nil { return "no error but \(found)" }
      let expected = try (value ?? typedResult?["result"]).map { try Value($0) } ?? .bool(true)
      if !found.isSame(as: expected) { return "\(found) instead of \(expected)" }
      return try typedResult == nil ? nil : checkType(environment.check(expr))
    }
  }

  private func checkType(_ expression: CheckedExpression) throws -> String? {
    guard let node = typedResult?["deduced_type"] else { return nil }
    let expected = try CELType(node)
    return expression.type == expected ? nil : "type \(expression.type) instead of \(expected)"
  }

  private func makeEnvironment() throws -> Environment {
    var variables: [Variable] = []
    var functions: [Function] = []
    for declaration in typeEnv?.elements ?? [] {
      let name = declaration["name"]?.text ?? ""
      if let type = declaration["ident"]?["type"] { variables.append(Variable(name, try CELType(type))) }
      for overload in declaration["function"]?["overloads"]?.elements ?? [] {
        guard let result = overload["result_type"] else { throw Unsupported(what: "overload") }
        let parameters = try overload["params"]?.elements.map { try CELType($0) } ?? []
        functions.append(
          Function(
            name, "Declared by the case.",
            [.declaration(overload["overload_id"]?.text ?? "", parameters, try CELType(result))]))
      }
    }
    return Environment(
      variables: variables,
      libraries: Library.extensions + [.block, Library(name: "case", functions: functions)],
      container: container ?? "", typing: disableCheck == "true" ? .dynamic : .checked)
  }
}

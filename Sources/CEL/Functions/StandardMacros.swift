/// The macros of the language itself (cel-spec, "Macros").
enum StandardMacros {
  static let all: [Macro] = [
    has,
    loop("all", .all), loop("exists", .exists), loop("exists_one", .existsOne), loop("existsOne", .existsOne),
    loop("filter", .filter), loop("map", .list), filteredMap,
  ]

  private static let has = Macro(name: "has", style: .function, argumentCount: 1) {
    (call: MacroCall) throws(CompileError) -> Expression? in
    guard case .select(let operand, let field, .value) = call.arguments[0].kind else {
      throw CompileError(
        "`has` needs a field", at: call.arguments[0].span,
        help: "as in `has(x.y)`; for null write `x != null`")
    }
    return Expression(.select(operand, field: field, .presence), call.span)
  }

  /// `range.name(variable, body)`
  private static func loop(_ name: String, _ kind: ComprehensionKind) -> Macro {
    Macro(name: name, style: .method, argumentCount: 2) {
      (call: MacroCall) throws(CompileError) -> Expression? in
      try comprehension(kind, call, variables: 1, hasFilter: false)
    }
  }

  private static let filteredMap = Macro(name: "map", style: .method, argumentCount: 3) {
    (call: MacroCall) throws(CompileError) -> Expression? in
    try comprehension(.list, call, variables: 1, hasFilter: true)
  }

  /// A comprehension whose arguments are its variables, a filter if wanted, and the body.
  static func comprehension(
    _ kind: ComprehensionKind, _ call: MacroCall, variables count: Int, hasFilter: Bool
  ) throws(CompileError) -> Expression? {
    guard let range = call.target, let body = call.arguments.last else { return nil }
    var variables: [Expression.Name] = []
    for index in 0..<count { variables.append(try call.variable(index)) }
    if count == 2, variables[0].text == variables[1].text {
      throw CompileError("the two variables have the same name", at: variables[1].span)
    }
    let loop = Expression.Comprehension(
      kind: kind, range: range, variables: variables, filter: hasFilter ? call.arguments[count] : nil,
      body: body)
    return Expression(.comprehension(loop), call.span)
  }
}

/// Finds the meaning of every name and the type of every part of an expression.
///
/// Goes on after a mistake: the part gets the type `error`, which fits everywhere, so that each mistake is told once.
struct Checker {
  let environment: Environment
  var substitution = TypeSubstitution()
  var diagnostics: [ExpressionDiagnostic] = []
  /// The variables of enclosing comprehensions and bindings, the innermost last.
  private var scope: [(name: String, local: Int, type: CELType)] = []
  private var localCount = 0
  /// The text that is checked, for advice that repeats parts of it.
  private let source: String

  var isDynamic: Bool { environment.typing == .dynamic }

  init(_ environment: Environment, _ source: String) {
    self.environment = environment
    self.source = source
  }

  mutating func check(_ expression: Expression) throws(CompileError) -> CheckedExpression {
    let checked = visit(expression)
    let ordered = diagnostics.sorted {
      ($0.span.start, $0.span.upperBound) < ($1.span.start, $1.span.upperBound)
    }
    guard ordered.isEmpty else { throw CompileError(ordered) }
    return checked.mapTypes { substitution.finish($0) }
  }

  mutating func visit(_ expression: Expression) -> CheckedExpression {
    let span = expression.span
    switch expression.kind {
    case .literal(let value): return CheckedExpression(.constant(value), typed(value.type), span)
    case .identifier(let name): return identifier(name, span)
    case .select(let operand, let field, let mode): return select(expression, operand, field, mode)
    case .call(let name, let target, let arguments): return call(name, target, arguments, span)
    case .and(let terms): return logic(terms, span, "&&") { .and($0) }
    case .or(let terms): return logic(terms, span, "||") { .or($0) }
    case .conditional(let condition, let yes, let no): return conditional(condition, yes, no, span)
    case .list(let elements): return list(elements, span)
    case .map(let entries): return map(entries, span)
    case .message(let name, let values):
      for value in values { _ = visit(value) }
      return fail(
        "`\(name)` isn't a type whose values can be made with `{…}`", at: span,
        help: "write a map as `{'key': value}`")
    case .comprehension(let loop): return comprehension(loop, span)
    case .bind(let name, let value, let body):
      let value = visit(value)
      return withLocal(name.text, value.type) { checker, local in
        let body = checker.visit(body)
        return CheckedExpression(.bind(local: local, value, body: body), body.type, span)
      }
    }
  }

  /// In dynamic mode, nothing is known of any type.
  func typed(_ type: CELType) -> CELType { isDynamic ? .dyn : type }

  /// Notes a mistake, or makes it a failure at evaluation in dynamic mode.
  mutating func fail(
    _ message: String, at span: SourceSpan, help: String? = nil, kind: EvaluationError.Kind = .noSuchOverload
  ) -> CheckedExpression {
    if !isDynamic { diagnostics.append(ExpressionDiagnostic(message, at: span, help: help)) }
    return CheckedExpression(.failure(EvaluationError(kind, message)), .error, span)
  }

  /// How advice refers to a part of the text: by the text itself if it is short, else by `x`.
  func excerpt(_ expression: CheckedExpression) -> String {
    let span = expression.span
    if case .call(let call) = expression.kind, Operator.symbol(call.function) != nil,
      call.function != Operator.index
    {
      return "x"
    }
    guard span.upperBound - span.start <= 30 else { return "x" }
    return String(source.utf8.dropFirst(span.start).prefix(span.upperBound - span.start)) ?? "x"
  }

  mutating func withLocal(
    _ name: String, _ type: CELType, _ body: (inout Checker, Int) -> CheckedExpression
  ) -> CheckedExpression {
    let local = localCount
    localCount += 1
    scope.append((name, local, typed(type)))
    defer { scope.removeLast() }
    return body(&self, local)
  }

  func local(_ name: String) -> (local: Int, type: CELType)? {
    scope.last { $0.name == name }.map { ($0.local, $0.type) }
  }

  var localNames: [String] { scope.reversed().map(\.name) }
}

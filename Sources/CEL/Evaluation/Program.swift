/// A compiled expression. Immutable: any number of threads may evaluate it at once.
public struct Program: Sendable {
  /// What was compiled.
  public let expression: CheckedExpression

  private let evaluator: Evaluator
  private let variables: [Variable]
  private let localCount: Int
  private let budget: Budget

  init(_ expression: CheckedExpression, _ environment: Environment) throws(CompileError) {
    var builder = EvaluatorBuilder(environment)
    evaluator = try builder.build(expression)
    localCount = builder.localCount
    variables = environment.variables
    budget = Budget(environment.limits.evaluationCost)
    self.expression = expression
  }

  /// The value for variables given by slot, in the order of `Environment.variables`.
  public func evaluate(_ slots: [Value] = []) throws(EvaluationError) -> Value {
    try Frame.with(slots, localCount: localCount, budget: budget, evaluator.evaluate)
  }

  /// The value for variables that are looked up when they are needed.
  public func evaluate(_ activation: some Activation) throws(EvaluationError) -> Value {
    try Frame.with(activation, localCount: localCount, budget: budget, evaluator.evaluate)
  }

  /// The value for variables given by name. Handy, but slower than slots.
  public func evaluate(_ values: [String: Value]) throws(EvaluationError) -> Value {
    try evaluate(NamedValues(values: values, variables: variables))
  }

  /// Whether a condition holds for variables given by slot.
  ///
  /// - Throws: also if the value isn't a bool.
  public func test(_ slots: [Value] = []) throws(EvaluationError) -> Bool {
    try Frame.with(slots, localCount: localCount, budget: budget, evaluator.test)
  }

  /// Whether a condition holds for variables that are looked up when they are needed.
  public func test(_ activation: some Activation) throws(EvaluationError) -> Bool {
    try Frame.with(activation, localCount: localCount, budget: budget, evaluator.test)
  }
}

/// Variables by name.
private struct NamedValues: Activation {
  let values: [String: Value]
  let variables: [Variable]

  func value(at slot: Int) throws(EvaluationError) -> Value {
    guard let value = values[variables[slot].name] else {
      throw EvaluationError(.unboundVariable, "no value is given for `\(variables[slot].name)`")
    }
    return value
  }
}

/// An expression compiled to closures: one that gives any value, and one for conditions that never makes a `Value`.
struct Evaluator: Sendable {
  typealias Evaluate = @Sendable (inout Frame) throws(EvaluationError) -> Value
  typealias Test = @Sendable (inout Frame) throws(EvaluationError) -> Bool

  let evaluate: Evaluate
  let test: Test

  /// The value, if it is always the same.
  let constant: Value?

  /// The slot, if it just reads a variable.
  let slot: Int?

  init(_ evaluate: @escaping Evaluate, slot: Int? = nil) {
    self.evaluate = evaluate
    self.slot = slot
    constant = nil
    test = { frame throws(EvaluationError) -> Bool in
      guard case .bool(let value) = try evaluate(&frame) else { throw EvaluationError.noSuchOverload }
      return value
    }
  }

  init(test: @escaping Test) {
    self.test = test
    constant = nil
    slot = nil
    evaluate = { frame throws(EvaluationError) -> Value in .bool(try test(&frame)) }
  }

  init(constant: Value) {
    self.constant = constant
    slot = nil
    evaluate = { _ throws(EvaluationError) -> Value in constant }
    if case .bool(let value) = constant {
      test = { _ throws(EvaluationError) -> Bool in value }
    } else {
      test = { _ throws(EvaluationError) -> Bool in throw EvaluationError.noSuchOverload }
    }
  }

  init(failure: EvaluationError) {
    self.init { _ throws(EvaluationError) -> Value in throw failure }
  }
}

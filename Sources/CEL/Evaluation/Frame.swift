/// The state of one evaluation.
struct Frame {
  private let slots: [Value]
  private let activation: (any Activation)?
  /// The variables of comprehensions and bindings; nil before their first use.
  var locals: [Value?]
  var budget: Budget

  init(slots: [Value], activation: (any Activation)?, localCount: Int, budget: Budget) {
    self.slots = slots
    self.activation = activation
    locals = localCount == 0 ? [] : [Value?](repeating: nil, count: localCount)
    self.budget = budget
  }

  @inline(__always)
  func value(at slot: Int) throws(EvaluationError) -> Value {
    if slot < slots.count { return slots[slot] }
    guard let activation else {
      throw EvaluationError(.unboundVariable, "a variable of the expression has no value")
    }
    return try activation.value(at: slot)
  }

  /// The field of a variable whose type is an object.
  func value(at slot: Int, field: String) throws(EvaluationError) -> Value? {
    if slot >= slots.count, let activation { return try activation.value(at: slot, field: field) }
    guard case .map(let map) = try value(at: slot) else { throw EvaluationError.noSuchOverload }
    return map[field]
  }
}

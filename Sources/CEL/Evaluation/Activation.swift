/// Gives the values of an environment's variables for one evaluation.
///
/// Asked only for the slots an expression really reads, each time it reads them.
public protocol Activation {
  /// The value of the variable in a slot (its index in `Environment.variables`).
  func value(at slot: Int) throws(EvaluationError) -> Value

  /// The value of one field of a variable whose type is an object, nil if it has no such field.
  ///
  /// Asked for `record.x`, so that an object need not be made for one of its fields. Unless it is implemented, the
  /// whole object is.
  func value(at slot: Int, field: String) throws(EvaluationError) -> Value?
}

extension Activation {
  /// The field of the whole object.
  public func value(at slot: Int, field: String) throws(EvaluationError) -> Value? {
    guard case .map(let map) = try value(at: slot) else { throw EvaluationError.noSuchOverload }
    return map[field]
  }
}

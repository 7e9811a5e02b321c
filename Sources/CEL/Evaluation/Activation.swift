/// Gives the values of an environment's variables for one evaluation.
///
/// Asked only for the slots an expression really reads, each time it reads them.
public protocol Activation {
  /// The value of the variable in a slot (its index in `Environment.variables`).
  func value(at slot: Int) throws(EvaluationError) -> Value
}

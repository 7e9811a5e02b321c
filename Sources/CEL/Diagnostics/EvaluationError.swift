/// Why an expression has no value for the given variables.
///
/// Made only of constants and the offending value, so that failing is cheap; text that contains data is built when
/// someone asks for it.
public struct EvaluationError: Error, Sendable {
  /// What kind of failure it is, to act on and to count.
  public enum Kind: String, Sendable {
    case noSuchOverload = "no_such_overload"
    case noSuchKey = "no_such_key"
    case indexOutOfRange = "index_out_of_range"
    case unboundVariable = "unbound_variable"
    case unknownFunction = "unknown_function"
    case divisionByZero = "division_by_zero"
    case overflow = "overflow"
    case conversion = "conversion"
    case duplicateKey = "duplicate_key"
    case invalidArgument = "invalid_argument"
    case costLimit = "cost_limit"
  }

  /// What kind of failure it is.
  public let kind: Kind

  /// What happened, without any data of the record.
  public let message: String

  /// The value that caused the failure, if a single one did. It is data: keep it out of logs and metrics.
  public let value: Value?

  /// The part of the expression that failed.
  public internal(set) var span: SourceSpan?

  /// Makes the failure of a function; the evaluator adds the span.
  public init(_ kind: Kind, _ message: String, value: Value? = nil) {
    self.kind = kind
    self.message = message
    self.value = value
  }

  /// The message followed by the value that caused the failure.
  public var detailedMessage: String {
    guard let value else { return message }
    return "\(message): \(value.literal(maximumLength: 120))"
  }

  /// The same failure with a span, unless an inner part of the expression already has set one.
  func located(at span: SourceSpan) -> EvaluationError {
    guard self.span == nil else { return self }
    var error = self
    error.span = span
    return error
  }
}

extension EvaluationError {
  static var noSuchOverload: EvaluationError {
    EvaluationError(.noSuchOverload, "the operator or function isn't defined for these types of values")
  }

  static func noSuchKey(_ key: Value) -> EvaluationError {
    EvaluationError(.noSuchKey, "no such key", value: key)
  }
}

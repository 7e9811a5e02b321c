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
  public var kind: Kind { details.kind }

  /// What happened, without any data of the record.
  public var message: String { details.message }

  /// The value that caused the failure, if a single one did. It is data: keep it out of logs and metrics.
  public var value: Value? { details.value }

  /// The part of the expression that failed.
  public var span: SourceSpan? { details.span }

  private final class Details: Sendable {
    let kind: Kind
    let message: String
    let value: Value?
    let span: SourceSpan?

    init(_ kind: Kind, _ message: String, _ value: Value?, _ span: SourceSpan?) {
      self.kind = kind
      self.message = message
      self.value = value
      self.span = span
    }
  }

  /// One reference: every call that may throw has to make room for an error.
  private let details: Details

  private init(_ details: Details) { self.details = details }

  /// Makes the failure of a function; the evaluator adds the span.
  public init(_ kind: Kind, _ message: String, value: Value? = nil) {
    details = Details(kind, message, value, nil)
  }

  /// The message followed by the value that caused the failure.
  public var detailedMessage: String {
    guard let value else { return message }
    return "\(message): \(value.literal(maximumLength: 120))"
  }

  /// The same failure with a span, unless an inner part of the expression already has set one.
  func located(at span: SourceSpan) -> EvaluationError {
    guard self.span == nil else { return self }
    return EvaluationError(Details(kind, message, value, span))
  }
}

extension EvaluationError {
  static let noSuchOverload = EvaluationError(
    .noSuchOverload, "the operator or function isn't defined for these types of values")

  static func noSuchKey(_ key: Value) -> EvaluationError {
    EvaluationError(.noSuchKey, "no such key", value: key)
  }
}

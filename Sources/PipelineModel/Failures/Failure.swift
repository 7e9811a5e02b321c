public import Resilience

/// Why one record, or the whole run, can't go on: a kind to act on and a message for people.
///
/// Messages name the field and the position, never a value: values are kept in the dead letters alone.
public struct Failure: Error, Sendable {
  /// A stable name for rules and metrics, such as `ConversionError`.
  public var type: String
  /// How it is treated.
  public var failureClass: FailureClass
  /// For people: what is wrong and where.
  public var message: String
  /// The field it is about, if it is about one.
  public var field: String?
  /// The HTTP status, if one came.
  public var status: Int?
  /// How long the service asked to wait before the next attempt.
  public var retryAfter: Duration?
  /// How bad it is, where that isn't for its class alone to say.
  public var severity: Severity?
  /// Whether the failed attempt can have changed something on the other side.
  public var effect: AttemptFailure.Effect
  /// Whether nothing but a person may decide that it is tried again: it may have been carried out, and can't be told
  /// from another one by the other side.
  public var isFinal = false
  /// What led to it, nearest first.
  public var causes: [String]

  /// A failure from its parts.
  public init(
    _ type: String, _ failureClass: FailureClass, _ message: String, field: String? = nil,
    status: Int? = nil, retryAfter: Duration? = nil, effect: AttemptFailure.Effect = .none,
    causes: [String] = []
  ) {
    self.type = type
    self.failureClass = failureClass
    self.message = message
    self.field = field
    self.status = status
    self.retryAfter = retryAfter
    self.effect = effect
    self.causes = causes
  }
}

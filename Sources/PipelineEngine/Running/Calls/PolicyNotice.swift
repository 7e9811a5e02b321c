public import Resilience

/// Something a policy did around a call, for the log: what, where, and to which record.
public struct PolicyNotice: Sendable {
  /// What happened.
  public enum Kind: String, Sendable, CaseIterable {
    /// An attempt failed.
    case failed
    /// An attempt reached its limit.
    case timedOut = "timed_out"
    /// Another attempt follows.
    case retry
    /// Another attempt to reconnect follows.
    case recovering
    /// The circuit opened.
    case opened
    /// The circuit lets probes through.
    case halfOpen = "half_open"
    /// The circuit closed.
    case closed
    /// A call was turned away here and waits, or was given up.
    case refused
    /// A fault was made on purpose.
    case injected
    /// A fallback took the place of a call.
    case fallback
    /// A record whose work is done, or being done, was skipped.
    case duplicate
    /// A record was given up.
    case gaveUp = "gave_up"
    /// The run stops at a checkpoint.
    case paused
    /// A stage was undone.
    case compensated
    /// A stage could not be undone.
    case compensationFailed = "compensation_failed"
  }

  /// What happened.
  public var kind: Kind
  /// How bad it is.
  public var severity: Severity
  /// For people; names field and position at most, never a value.
  public var message: String
  /// The service; nil for a stage without one.
  public var service: String?
  /// The stage.
  public var stage: String
  /// The attempt it is about.
  public var attempt: Int?
  /// Names the record.
  public var messageID: String
  /// Names the record's trace.
  public var traceID: String
  /// Where the record came from.
  public var place: RecordPlace?
  /// The kind of error, where one was the reason.
  public var errorType: String?
  /// The class of that error.
  public var failureClass: FailureClass?
}

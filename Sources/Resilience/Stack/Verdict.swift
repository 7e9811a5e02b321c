/// How a call ended.
public enum Verdict: Sendable, Hashable {
  /// The last attempt's result stands.
  case success
  /// The work is done, or being done for another record: skip the record and say so.
  case duplicate(KeyClaim)
  /// The fallback stands, marked in the record's metadata.
  case fallback(GiveUp)
  /// The record is given up: compensate, then dead letter, with the error of the attempt named.
  case giveUp(GiveUp)
  /// The caller no longer wants the answer; the record is neither done nor given up.
  case cancelled
  /// The run must stop at a checkpoint; the record is taken up again when it resumes.
  case pause(GiveUp)
}

/// Why a call was given up, or a run paused.
public struct GiveUp: Sendable, Hashable {
  // The greatest first: so the whole takes three words.

  /// The failure to report, always that of the service and never one made up here; nil if no attempt was
  /// made.
  public var failure: AttemptFailure?
  /// Why no further attempt is made.
  public var reason: RetryState.Reason
  /// Whether any attempt can have changed something on the other side.
  public var effect: AttemptFailure.Effect
  /// Who turned the call away last, if that is why.
  public var refusal: RefusalReason?
  /// The attempt that failure is from, 0 if none was made.
  public var attempt: Int

  /// The class to report.
  public var failureClass: FailureClass { failure?.failureClass ?? .transient }

  /// How bad it is, unless a rule says otherwise.
  public var severity: Severity {
    switch reason {
    case .notRetryable: failureClass.defaultSeverity
    case .recoveryFailed: .critical
    case .retriesExhausted, .maxElapsed, .deadline, .budgetEmpty, .refused:
      max(.high, failureClass.defaultSeverity)
    }
  }
}

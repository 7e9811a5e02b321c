/// Something a policy did that people want to see: a log line and a count each.
public enum PolicyEvent: Sendable, Hashable {
  /// An attempt failed.
  case attemptFailed(attempt: Int, FailureClass)
  /// An attempt reached its limit.
  case timedOut(attempt: Int)
  /// Another attempt follows.
  case retrying(attempt: Int, at: Instant)
  /// Another attempt to reconnect follows.
  case recovering(attempt: Int, at: Instant)
  /// The circuit changed its phase.
  case circuit(CircuitBreakerTransition)
  /// The call was turned away here; once per reason and stretch.
  case refused(RefusalReason, retryAt: Instant?)
  /// A fault was injected.
  case injected(attempt: Int, InjectedFault)
  /// The fallback took the call's place.
  case fellBack(GiveUp)
  /// A duplicate was skipped.
  case duplicate(KeyClaim)
  /// A result came after its attempt had ended, and was dropped.
  case lateResult(attempt: Int)
  /// The call was given up.
  case gaveUp(GiveUp)
  /// The run must pause.
  case paused(GiveUp)
}

/// What happened to a call, told to its `AttemptMachine`.
public enum CallEvent: Sendable, Hashable {
  /// The call begins; once, before anything else.
  case start
  /// The answer to `claimKey`.
  case keyClaimed(KeyClaim)
  /// The ticket the call waits with has its place.
  case permitGranted
  /// The time it waits for has come. Also sent to make it look again earlier; too early does no harm.
  case timerFired
  /// An attempt ended by itself.
  case finished(attempt: Int, Outcome)
  /// An attempt reached its limit and was told to stop; the class says whether another one follows.
  case timedOut(attempt: Int, FailureClass = .transient)
  /// The caller no longer wants the answer.
  case cancelled
}

/// What became of an idempotency key that was claimed, whatever its type.
public enum KeyClaim: String, Sendable, Hashable, Codable {
  /// The first: do the work.
  case new
  /// Another record is doing it.
  case inFlight = "in_flight"
  /// It has been done.
  case done
}

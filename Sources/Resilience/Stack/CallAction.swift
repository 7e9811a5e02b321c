/// What an `AttemptMachine` asks its driver to do next.
public enum CallAction: Sendable, Hashable {
  /// Ask the store for the call's idempotency key, then send `keyClaimed`.
  case claimKey
  /// Run the step, cut it off at `until`, then send `finished` or `timedOut`. A fault takes the step's place
  /// or delays it. Nothing cuts it off if that is `Instant.distantFuture`.
  case call(attempt: Int, until: Instant, fault: InjectedFault?)
  /// Sleep, then send `timerFired`.
  case wait(until: Instant, WaitReason)
  /// Sleep until the ticket is granted and send `permitGranted`, or until then and send `timerFired`.
  case waitForPermit(BulkheadTicket, until: Instant)
  /// The call is over.
  case finish(Verdict)
  /// Nothing: the event came too late to matter.
  case ignore
}

/// What a call waits for.
public enum WaitReason: Sendable, Hashable {
  /// The next attempt.
  case backoff
  /// The next attempt to reconnect.
  case recovery
  /// Its place in the rate.
  case rate
  /// Being let through after a refusal.
  case refusal(RefusalReason)
}

/// Decides after each failed attempt of one call whether to try again, and when.
///
/// Invariant: `failedAttempts` never exceeds `maxRetries + 1`, and no wait ends at or after the deadline.
public struct RetryState: Sendable {
  /// What to do after a failure.
  public enum Decision: Sendable, Hashable {
    /// Wait until then, and try again.
    case retry(at: Instant)
    /// Give the call up.
    case giveUp(Reason)
  }

  /// Why a call isn't tried again.
  public enum Reason: String, Sendable, Hashable, Codable {
    /// Trying again can't help, or might do the work twice.
    case notRetryable = "not_retryable"
    /// All attempts are used up.
    case retriesExhausted = "retries_exhausted"
    /// The next attempt would begin after `max_elapsed`.
    case maxElapsed = "max_elapsed"
    /// The next attempt would begin after the deadline, or the deadline has passed.
    case deadline
    /// Too many calls of the service are being retried already.
    case budgetEmpty = "budget_empty"
    /// Turned away here, and the policy says not to wait.
    case refused
    /// The recovery procedure of a system failure found no way on.
    case recoveryFailed = "recovery_failed"
  }

  /// Attempts that failed so far.
  public private(set) var failedAttempts: Int
  private var start: Instant
  private var previousDelay: Int64?

  /// Begins a call; a call that a restart interrupted begins with the failures it already had.
  public init(now: Instant, failedAttempts: Int = 0) {
    start = now
    self.failedAttempts = failedAttempts
  }

  /// Takes time out of `max_elapsed` that was spent waiting for an open circuit, a rate or a slot.
  public mutating func exclude(nanoseconds: Int64) {
    start = start.advanced(byNanoseconds: nanoseconds)
  }

  /// Counts a failure and decides. Gives up before a sleep that could not be followed by an attempt.
  ///
  /// - Parameters:
  ///   - deadline: when the whole call must have ended.
  ///   - repeats: whether the call may be sent twice; otherwise only what provably had no effect is retried.
  ///   - takePermit: takes a retry from the budget of the service; asked last, so none is lost.
  public mutating func failed(
    _ failure: AttemptFailure, options: RetryOptions, backoff: Backoff, now: Instant,
    deadline: Instant = .distantFuture, repeats: Bool = true,
    random: inout some RandomNumberGenerator, takePermit: () -> Bool = { true }
  ) -> Decision {
    failedAttempts = min(failedAttempts, Int.max - 1) + 1
    let mayRepeat = repeats || failure.effect == .none
    guard options.strategy != .none, failure.failureClass == .transient, mayRepeat else {
      return .giveUp(.notRetryable)
    }
    guard failedAttempts <= options.maxRetries else { return .giveUp(.retriesExhausted) }
    var delay = backoff.delay(afterAttempt: failedAttempts, previous: previousDelay, random: &random)
    if let asked = failure.retryAfter, asked >= .zero, asked <= options.maxRetryAfter {
      delay = max(delay, asked.saturatingNanoseconds)
    }
    let next = now.advanced(byNanoseconds: delay)
    if next >= deadline { return .giveUp(.deadline) }
    if let limit = options.maxElapsed, next > start.advanced(by: limit) { return .giveUp(.maxElapsed) }
    if !takePermit() { return .giveUp(.budgetEmpty) }
    previousDelay = delay
    return .retry(at: next)
  }
}

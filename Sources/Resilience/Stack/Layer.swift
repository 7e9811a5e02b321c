/// The layers of a stage, outermost first. The order is the same for every stage and can't be configured.
public enum Layer: String, Sendable, Hashable, CaseIterable {
  /// Takes the place of a call that was given up.
  case fallback
  /// Skips work that is done or being done.
  case idempotency
  /// Ends the call at its deadline.
  case deadline
  /// Tries again.
  case retry
  /// Refuses calls to a service that keeps failing.
  case circuitBreaker = "circuit_breaker"
  /// Spaces calls.
  case rateLimit = "rate_limit"
  /// Limits calls at the same time.
  case bulkhead
  /// Ends an attempt at its limit.
  case attemptTimeout = "timeout"
  /// Makes attempts fail on purpose.
  case faultInjection = "fault_injection"
}

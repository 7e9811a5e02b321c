public import ConfigSpec
public import Resilience

/// An entry of `services`: how one service is called, by all stages that name it.
///
/// A stage's `policy` is read as the same options on top of those of its service; the keys of `sharedKeys`
/// then stay with the service.
public struct ServiceSettings: Configurable {
  /// Circuit: shared.
  public var circuitBreaker = CircuitBreakerOptions()
  /// Limits of an attempt and of a call.
  public var timeout = TimeoutOptions()
  /// Second attempts; the budget is shared.
  public var retry = RetryOptions()
  /// What happens to calls that are turned away here.
  public var refusal = RefusalOptions()
  /// Calls at the same time: shared.
  public var bulkhead: BulkheadOptions?
  /// Calls per period: shared.
  public var rateLimit: RateLimitOptions?
  /// What takes the place of a call that was given up.
  public var fallback: FallbackSettings?
  /// What makes a call happen once.
  public var idempotency: IdempotencySettings?
  /// What is tried when the pipeline itself can't go on.
  public var recovery = RecoveryOptions()
  /// Faults made on purpose: shared.
  public var inject: [FaultInjectionOptions.Rule] = []

  /// The declaration.
  public static let spec = Spec(
    blank: Self(), "How one service is called, by all stages that name it."
  ) {
    Field(
      "failure_threshold", \.circuitBreaker.failureThreshold, in: 1...1_000_000,
      "Consecutive failures that open the circuit; by default 5, or no such rule with a `failure_rate`.")
    Field(
      "success_threshold", \.circuitBreaker.successThreshold, in: 1...10_000,
      "Consecutive successful probes that close the circuit.")
    Field(
      "timeout", \.timeout.attempt, in: timeoutRange, "Limit of one attempt; without it there is none."
    )
    .also("timeout_ms", \.timeout.attempt, as: .milliseconds, in: timeoutRange).example("5s")
    Field(
      "reset_timeout", \.circuitBreaker.resetTimeout, in: .milliseconds(1) ... .hours(24),
      "How long the circuit stays open."
    )
    .also(
      "reset_timeout_ms", \.circuitBreaker.resetTimeout, as: .milliseconds,
      in: .milliseconds(1) ... .hours(24))
    Field(
      "failure_rate", \.circuitBreaker.failureRate, "Opens the circuit by the share of failed calls.")
    Field("slow_call", \.circuitBreaker.slowCall, "Opens the circuit by the share of slow calls.")
    Field(
      "half_open", \.circuitBreaker.halfOpen, "How an open circuit finds out whether the service is back.")
    Field("state", \.circuitBreaker.state, "Whether results decide about the circuit, or a person has.")
    Field(
      "count_as_failure", \.circuitBreaker.countAsFailure,
      "The classes that count as failures of the service; an answer that says no is none.")
    Field(
      "on_refusal", \.refusal.onRefusal, "What happens to a call that circuit, bulkhead or rate limit refuse."
    )
    Field(
      "max_wait", \.refusal.maxWait, in: .milliseconds(1) ... .days(7),
      "The longest wait for a circuit or a bulkhead; a longer one stops the run at a checkpoint, exit 4. For its place"
        + " in the rate a call waits as long as that takes.")
    Field("retry", \.retry, "Tries again what may succeed.")
    Field(
      "deadline", \.timeout.deadline, in: .milliseconds(1) ... .days(30),
      "Limit of a call with all its attempts and waits; without it there is none."
    )
    .example("30s")
    Field("bulkhead", \.bulkhead, "Limits calls at the same time; without it there is no limit.")
    Field("rate_limit", \.rateLimit, "Limits calls per period; without it there is no limit.")
    Field("fallback", \.fallback, "Takes the place of a call that was given up.")
    Field("idempotency", \.idempotency, "Makes a call happen once per key, however often its record comes.")
    Field("recover", \.recovery, "What is tried when the pipeline itself can't go on, before it pauses.")
    Field("inject", \.inject, "Makes attempts fail or dawdle on purpose, to test the policies.")
    Check { settings, report in
      report.add(settings.circuitBreaker.problems())
      if let lease = settings.circuitBreaker.halfOpen.lease, let attempt = settings.timeout.attempt,
        lease <= attempt
      {
        report.error(
          "`lease` must be longer than `timeout` (\(attempt.configText)), found \(lease.configText)",
          at: "half_open.lease", help: "else a probe loses its place while it may still succeed")
      }
      if let attempt = settings.timeout.attempt, let deadline = settings.timeout.deadline, attempt > deadline
      {
        report.error(
          "`timeout` must be at most the deadline (\(deadline.configText)), found \(attempt.configText)",
          at: report.isSet("timeout") ? "timeout" : "deadline",
          help: "the deadline covers all attempts of a call")
      }
    }
  }

  private static let timeoutRange: ClosedRange<Duration> = .milliseconds(1) ... .hours(24)

  /// The keys that all stages of a service share, so that no stage can have its own.
  static let sharedKeys: Set<String> = [
    "failure_threshold", "success_threshold", "reset_timeout", "reset_timeout_ms", "failure_rate",
    "slow_call",
    "half_open", "state", "count_as_failure", "bulkhead", "rate_limit", "inject",
  ]
}

/// The phases of a circuit.
public enum CircuitBreakerPhase: String, Sendable, Hashable, Codable, CaseIterable {
  /// Calls pass.
  case closed
  /// Calls are refused.
  case open
  /// A few calls pass as probes.
  case halfOpen = "half_open"
  /// Calls are refused because a person said so.
  case isolated
  /// Calls pass uncounted because a person said so.
  case disabled
}

/// A circuit that went from one phase to another: to be logged, journaled and counted, once each.
public struct CircuitBreakerTransition: Sendable, Hashable {
  /// Why it happened.
  public enum Cause: String, Sendable, Hashable, Codable {
    /// That many failures in a row.
    case consecutiveFailures = "consecutive_failures"
    /// The share of failures reached its threshold.
    case failureRate = "failure_rate"
    /// The share of slow calls reached its threshold.
    case slowCalls = "slow_calls"
    /// A probe failed, or succeeded too slowly.
    case probeFailed = "probe_failed"
    /// The break was over and a call came.
    case breakEnded = "break_ended"
    /// Enough probes succeeded in a row.
    case probesSucceeded = "probes_succeeded"
    /// A person forced it.
    case forced
  }

  /// The phase before.
  public var from: CircuitBreakerPhase
  /// The phase now.
  public var to: CircuitBreakerPhase
  /// Why.
  public var cause: Cause
  /// When.
  public var at: Instant
  /// When the break ends, for a circuit that opened.
  public var until: Instant?
}

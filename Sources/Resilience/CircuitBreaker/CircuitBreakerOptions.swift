/// Stops calling a service that keeps failing, and finds out carefully when it is back.
public struct CircuitBreakerOptions: Sendable, Hashable {
  /// Whether results decide, or a person has.
  public enum State: String, Sendable, Hashable, Codable, CaseIterable {
    /// Results decide.
    case normal
    /// Every call is refused until someone says otherwise.
    case isolated
    /// Every call is admitted and none is counted.
    case disabled
  }

  /// Consecutive failures that open the circuit; unset means 5, or no such rule where a failure rate is set.
  public var failureThreshold: Int?
  /// Consecutive successful probes that close it.
  public var successThreshold = 1
  /// How long the circuit stays open.
  public var resetTimeout: Duration = .seconds(60)
  /// Opens the circuit by the share of failures.
  public var failureRate: FailureRateOptions?
  /// Opens the circuit by the share of slow calls.
  public var slowCall: SlowCallOptions?
  /// How the circuit finds out whether the service is back.
  public var halfOpen = HalfOpenOptions()
  /// Whether results decide, or a person has.
  public var state = State.normal
  /// The classes that count as failures of the service; an answer that says no is a success of the service.
  public var countAsFailure = FailureClasses(.transient, .system)

  /// The defaults: five failures in a row open the circuit for a minute, one good probe closes it.
  public init() {}

  /// The number of consecutive failures in force, nil for none.
  public var effectiveFailureThreshold: Int? {
    failureThreshold ?? (failureRate == nil ? 5 : nil)
  }

  /// Probes of one half-open period in force.
  public var effectiveMaxCalls: Int {
    halfOpen.maxCalls ?? max(successThreshold, halfOpen.maxConcurrent)
  }

  /// The time after which a probe that hasn't reported loses its place.
  ///
  /// Unset, it is the reset timeout, and never so short that a probe within its own time limit loses it.
  public func effectiveLease(attemptTimeout: Duration?) -> Duration {
    halfOpen.lease ?? max(resetTimeout, (attemptTimeout ?? .zero) * 2)
  }

  /// What is wrong with the options.
  public func problems(attemptTimeout: Duration? = nil) -> [OptionProblem] {
    var problems: [OptionProblem] = []
    if let failureThreshold {
      problems.require(
        failureThreshold >= 1, "failure_threshold", "must be at least 1, found \(failureThreshold)",
        help: "3 opens the circuit after three failures in a row")
    }
    problems.require(
      successThreshold >= 1, "success_threshold", "must be at least 1, found \(successThreshold)")
    problems.requirePositive(resetTimeout, "reset_timeout_ms")
    problems += failureRate?.problems().map { $0.below("failure_rate") } ?? []
    problems += slowCall?.problems().map { $0.below("slow_call") } ?? []
    problems += halfOpen.problems().map { $0.below("half_open") }
    if let maxCalls = halfOpen.maxCalls {
      problems.require(
        maxCalls >= successThreshold, "half_open.max_calls",
        "must be at least success_threshold (\(successThreshold)), found \(maxCalls)",
        help: "with fewer probes the circuit could never close")
    }
    if let lease = halfOpen.lease, let attemptTimeout {
      problems.require(
        lease > attemptTimeout, "half_open.lease",
        "must be longer than the attempt's timeout (\(attemptTimeout)), found \(lease)",
        help: "else a probe loses its place while it may still succeed")
    }
    return problems
  }
}

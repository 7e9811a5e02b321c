public import Resilience

/// What the calls of one service, or of one stage without a service, have come to in this run.
public struct ServiceSummary: Sendable {
  /// The service's name, or the stage's.
  public var name: String
  /// Whether it is a service of the policy files.
  public var isService: Bool
  /// Attempts that reached their end, or were cut off.
  public var attempts: Int64 = 0
  /// Attempts that succeeded.
  public var succeeded: Int64 = 0
  /// Attempts that failed, by the raw value of their class.
  public var failed: [Int64] = Array(repeating: 0, count: FailureClass.allCases.count)
  /// Attempts that were cut off at their limit (part of the transient failures).
  public var timedOut: Int64 = 0
  /// Attempts beyond a record's first.
  public var retries: Int64 = 0
  /// Times that a record was turned away here, by reason.
  public var refusals: [RefusalReason: Int64] = [:]
  /// Records that wait now: for their next attempt, or because they were turned away.
  public var waiting = 0
  /// Records whose call was replaced by a fallback.
  public var fallbacks: Int64 = 0
  /// Records skipped because their work was done or being done.
  public var duplicates: Int64 = 0
  /// Records given up.
  public var givenUp: Int64 = 0
  /// Faults made on purpose.
  public var injected: Int64 = 0
  /// Stages undone.
  public var compensated: Int64 = 0
  /// Stages that could not be undone.
  public var compensationsFailed: Int64 = 0
  /// Times the circuit opened.
  public var opened: Int64 = 0
  /// The circuit's phase now; nil without a circuit.
  public var phase: CircuitBreakerPhase?
  /// Time spent in each phase, up to now.
  public var timeInPhase: [CircuitBreakerPhase: Duration] = [:]
  /// How long attempts took, successful ones and failed ones.
  public var latency = Histogram()

  init(name: String, isService: Bool) {
    self.name = name
    self.isService = isService
  }

  /// Failed attempts of a class.
  public func failed(_ failureClass: FailureClass) -> Int64 { failed[Int(failureClass.rawValue)] }
  /// Failed attempts of all classes.
  public var failures: Int64 { failed.reduce(0, +) }
  /// Refusals for all reasons.
  public var refused: Int64 { refusals.values.reduce(0, +) }
}

/// Tries a failed call again, later and less and less often.
public struct RetryOptions: Sendable, Hashable {
  /// How the waits between attempts grow.
  public enum Strategy: String, Sendable, Hashable, CaseIterable {
    /// Doubled each time, up to a cap: for networks and rate limits.
    case exponential
    /// The same each time: for something that is known to take about that long, such as a lock.
    case fixed
    /// No second attempt.
    case none
  }

  /// How the waits between attempts grow.
  public var strategy = Strategy.exponential
  /// Attempts beyond the first one.
  public var maxRetries = 3
  /// The first wait of the exponential strategy.
  public var baseDelay: Duration = .seconds(2)
  /// The cap of every wait; `spread` may exceed it.
  public var maxDelay: Duration = .seconds(60)
  /// The wait of the fixed strategy.
  public var delay: Duration = .seconds(5)
  /// How chance changes a wait; unset means ±50 % for exponential waits and none for fixed ones.
  public var jitter: Jitter?
  /// No attempt begins later than this after the first one; time spent waiting to be let through doesn't
  /// count.
  public var maxElapsed: Duration?
  /// The longest wait a service may ask for with `Retry-After`; what asks for more is ignored.
  public var maxRetryAfter: Duration = .seconds(600)
  /// Limits the retries of all callers of a service together; set on the service only, see `Service`.
  public var budget: RetryBudgetOptions?

  /// The defaults: three retries after about 2, 4 and 8 s.
  public init() {}

  /// The jitter in force.
  public var effectiveJitter: Jitter {
    jitter ?? (strategy == .exponential ? .spread(0.5) : .none)
  }

  /// What is wrong with the options.
  public func problems() -> [OptionProblem] {
    var problems: [OptionProblem] = []
    problems.require(maxRetries >= 0, "max_retries", "must be at least 0, found \(maxRetries)")
    problems.require(baseDelay >= .zero, "base_delay", "must not be negative, found \(baseDelay)")
    problems.require(
      maxDelay >= baseDelay || strategy != .exponential, "max_delay",
      "must be at least base_delay (\(baseDelay)), found \(maxDelay)")
    problems.require(delay >= .zero, "delay", "must not be negative, found \(delay)")
    problems.requirePositive(maxElapsed, "max_elapsed")
    problems += effectiveJitter.problems().map { $0.below("jitter") }
    problems += budget?.problems().map { $0.below("budget") } ?? []
    return problems
  }
}

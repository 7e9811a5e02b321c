/// Limits the retries of all callers of a service together, so that retries don't become the outage.
///
/// The budget looks at what is in flight, not at history (as Envoy's `retry_budget` does), so nothing has to
/// be refilled and a burst of failures can't leave it empty for good.
public struct RetryBudgetOptions: Sendable, Hashable {
  /// The share of the calls in flight that may be retries.
  public var share = 0.2
  /// Retries that are always allowed, however few calls are in flight.
  public var minimum = 3

  /// The defaults: one call in five, and always three.
  public init() {}

  /// A share of the calls in flight, and a number that is always allowed.
  public init(share: Double, minimum: Int) {
    self.share = share
    self.minimum = minimum
  }

  /// What is wrong with the options.
  public func problems() -> [OptionProblem] {
    var problems: [OptionProblem] = []
    problems.requireShare(share, "share")
    problems.require(
      minimum >= 1, "minimum", "must be at least 1, found \(minimum)",
      help: "with 0 a service with few calls could never retry")
    return problems
  }
}

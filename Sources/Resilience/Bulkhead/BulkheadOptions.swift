/// Limits how many calls of a service run at the same time, so that one slow service can't take everything.
public struct BulkheadOptions: Sendable, Hashable {
  /// Calls that run at the same time.
  public var maxConcurrent: Int
  /// Calls that wait for a place; more are refused.
  public var maxQueue = 10_000
  /// How long one waits before it is refused; unset means as long as the refusal policy allows.
  public var maxWait: Duration?

  /// A number of places, and a queue in front of them.
  public init(maxConcurrent: Int, maxQueue: Int = 10_000, maxWait: Duration? = nil) {
    self.maxConcurrent = maxConcurrent
    self.maxQueue = maxQueue
    self.maxWait = maxWait
  }

  /// What is wrong with the options.
  public func problems() -> [OptionProblem] {
    var problems: [OptionProblem] = []
    problems.require(
      (1...1_000_000).contains(maxConcurrent), "max_concurrent",
      "must be 1 to 1,000,000, found \(maxConcurrent)")
    problems.require(
      (0...1_000_000).contains(maxQueue), "max_queue", "must be 0 to 1,000,000, found \(maxQueue)")
    problems.requirePositive(maxWait, "max_wait")
    return problems
  }
}

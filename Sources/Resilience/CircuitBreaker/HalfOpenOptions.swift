/// How a circuit finds out whether its service is back.
public struct HalfOpenOptions: Sendable, Hashable {
  /// Probes of one half-open period that are out or have reported; unset means as many as are needed.
  ///
  /// A probe that is cancelled or whose lease expires gives its place back.
  public var maxCalls: Int?
  /// Probes out at the same time.
  public var maxConcurrent = 1
  /// A probe that hasn't reported after this time loses its place; unset means the reset timeout.
  public var lease: Duration?

  /// The defaults: one probe at a time, as many as are needed.
  public init() {}

  /// Limits the probes.
  public init(maxCalls: Int?, maxConcurrent: Int = 1, lease: Duration? = nil) {
    self.maxCalls = maxCalls
    self.maxConcurrent = maxConcurrent
    self.lease = lease
  }

  /// What is wrong with the options.
  public func problems() -> [OptionProblem] {
    var problems: [OptionProblem] = []
    if let maxCalls { problems.require(maxCalls >= 1, "max_calls", "must be at least 1, found \(maxCalls)") }
    problems.require(
      (1...10_000).contains(maxConcurrent), "max_concurrent", "must be 1 to 10,000, found \(maxConcurrent)")
    problems.requirePositive(lease, "lease")
    return problems
  }
}

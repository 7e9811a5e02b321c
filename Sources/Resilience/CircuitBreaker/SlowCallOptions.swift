/// Opens the circuit by the share of slow calls; the window is that of the failure rate.
public struct SlowCallOptions: Sendable, Hashable {
  /// A call that takes this long or longer is slow.
  public var threshold: Duration
  /// The share of slow calls that opens the circuit; reaching it is enough.
  public var rate: Double

  /// Opens at a share of calls that take a time or longer.
  public init(threshold: Duration, rate: Double = 1) {
    self.threshold = threshold
    self.rate = rate
  }

  /// What is wrong with the options.
  public func problems() -> [OptionProblem] {
    var problems: [OptionProblem] = []
    problems.requirePositive(threshold, "threshold")
    problems.requireShare(rate, "rate")
    return problems
  }
}

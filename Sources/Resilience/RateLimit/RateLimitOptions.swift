/// Limits the calls of a service per period, so that it needn't refuse them.
public struct RateLimitOptions: Sendable, Hashable {
  /// Calls per period.
  public var calls: Int
  /// The period.
  public var per: Duration
  /// Calls that may come at once after a pause. With 1 calls are evenly spaced and no period ever sees more
  /// than `calls`; with more it sees at most `calls + burst - 1`.
  public var burst = 1

  /// A number of calls per period.
  public init(calls: Int, per: Duration, burst: Int = 1) {
    self.calls = calls
    self.per = per
    self.burst = burst
  }

  /// Calls a second, over a long time.
  public var callsPerSecond: Double { 1e9 / Double(interval) }

  /// Nanoseconds between two calls, rounded up so that the limit is never exceeded.
  var interval: Int64 {
    let period = max(1, per.saturatingNanoseconds)
    let calls = Int64(max(1, calls))
    return period / calls + (period % calls == 0 ? 0 : 1)
  }

  /// What is wrong with the options.
  public func problems() -> [OptionProblem] {
    var problems: [OptionProblem] = []
    problems.require(
      (1...1_000_000_000).contains(calls), "calls", "must be 1 to 1,000,000,000, found \(calls)")
    problems.require(
      per > .zero && per <= .seconds(31 * 86_400), "per",
      "must be more than 0 s and at most 31 days, found \(per)")
    problems.require((1...1_000_000).contains(burst), "burst", "must be 1 to 1,000,000, found \(burst)")
    return problems
  }
}

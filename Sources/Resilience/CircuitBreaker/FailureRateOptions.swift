/// Opens the circuit by the share of failures among the latest calls.
public struct FailureRateOptions: Sendable, Hashable {
  /// Which calls are the latest ones.
  public enum Window: Sendable, Hashable {
    /// Those that ended within this time.
    case time(Duration)
    /// This many.
    case calls(Int)
  }

  /// The share that opens the circuit; reaching it is enough.
  public var threshold: Double
  /// Which calls are looked at.
  public var window = Window.time(.seconds(60))
  /// With fewer calls than this in the window nothing is concluded.
  public var minimumCalls = 10

  /// Opens at a share of failures, within a minute and from ten calls on.
  public init(threshold: Double, window: Window = .time(.seconds(60)), minimumCalls: Int = 10) {
    self.threshold = threshold
    self.window = window
    self.minimumCalls = minimumCalls
  }

  /// What is wrong with the options.
  public func problems() -> [OptionProblem] {
    var problems: [OptionProblem] = []
    problems.requireShare(threshold, "threshold")
    problems.require(minimumCalls >= 1, "minimum_calls", "must be at least 1, found \(minimumCalls)")
    switch window {
    case .time(let length):
      problems.require(
        length >= .milliseconds(1), "window", "must be at least 1 ms, found \(length)")
    case .calls(let calls):
      problems.require(
        (1...1_000_000).contains(calls), "window", "must be 1 to 1,000,000 calls, found \(calls)")
      problems.require(
        calls >= minimumCalls, "window",
        "of \(calls) calls can never hold minimum_calls (\(minimumCalls))",
        help: "make the window larger or minimum_calls smaller")
    }
    return problems
  }
}

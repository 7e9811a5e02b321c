/// What is tried when the pipeline itself can't go on, before it pauses.
public struct RecoveryOptions: Sendable, Hashable {
  /// The wait before the first attempt to reconnect.
  public var wait: Duration = .seconds(5)
  /// Attempts to reconnect.
  public var attempts = 3
  /// The wait after the first failed attempt, doubled after each further one.
  public var baseDelay: Duration = .seconds(1)
  /// The longest wait between attempts.
  public var maxDelay: Duration = .seconds(60)

  /// The defaults: after 5 s three attempts, 1 and 2 s apart.
  public init() {}

  /// What is wrong with the options.
  public func problems() -> [OptionProblem] {
    var problems: [OptionProblem] = []
    problems.require(wait >= .zero, "wait", "must not be negative, found \(wait)")
    problems.require((0...1000).contains(attempts), "attempts", "must be 0 to 1,000, found \(attempts)")
    return problems
  }
}

/// Limits the time of one attempt and of a call with all its attempts and waits.
public struct TimeoutOptions: Sendable, Hashable {
  /// The limit of one attempt.
  public var attempt: Duration?
  /// The limit of the call: attempts, waits and refusals together.
  public var deadline: Duration?

  /// No limits.
  public init(attempt: Duration? = nil, deadline: Duration? = nil) {
    self.attempt = attempt
    self.deadline = deadline
  }

  /// What is wrong with the options.
  public func problems() -> [OptionProblem] {
    var problems: [OptionProblem] = []
    problems.requirePositive(attempt, "timeout")
    problems.requirePositive(deadline, "deadline")
    return problems
  }
}

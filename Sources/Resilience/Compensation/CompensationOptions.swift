/// How a compensation that fails is tried again: its own policy, apart from that of the stage it undoes.
public struct CompensationOptions: Sendable, Hashable {
  /// Attempts and waits; a compensation is retried whatever the class of its failure, unless it is permanent.
  public var retry = RetryOptions()

  /// The defaults of a retry.
  public init() {}

  /// What is wrong with the options.
  public func problems() -> [OptionProblem] {
    retry.problems().map { $0.below("retry") }
  }
}

/// Does the work of a key once, however often the record comes.
public struct IdempotencyOptions: Sendable, Hashable {
  /// How long a finished key is remembered; unset means for ever.
  public var timeToLive: Duration?
  /// Finished keys remembered in memory; the oldest are forgotten first.
  public var maxKeys = 1_000_000

  /// The defaults: a million keys, for ever.
  public init() {}

  /// What is wrong with the options.
  public func problems() -> [OptionProblem] {
    var problems: [OptionProblem] = []
    problems.requirePositive(timeToLive, "ttl")
    problems.require(maxKeys >= 1, "max_keys", "must be at least 1, found \(maxKeys)")
    return problems
  }
}

import Synchronization

/// The retry budget all callers of a service share, without a lock.
public final class RetryBudget: Sendable {
  /// How much may be retried.
  public let options: RetryBudgetOptions
  private let word = Atomic<UInt64>(0)

  /// An unused budget.
  public init(_ options: RetryBudgetOptions) {
    self.options = options
  }

  /// The counts now.
  public var state: RetryBudgetState { RetryBudgetState(word: word.load(ordering: .relaxed)) }

  /// A call begins.
  public func begin() {
    update { $0.begin() }
  }

  /// A call ends; gives back the permit it holds.
  public func end(holdsPermit: Bool) {
    update { $0.end(holdsPermit: holdsPermit) }
  }

  /// Takes a permit for a retry, or says that the budget is empty.
  public func takePermit() -> Bool {
    let options = options
    return update { $0.takePermit(options) }
  }

  /// Gives a permit back.
  public func releasePermit() {
    update { $0.releasePermit() }
  }

  private func update<Result>(_ change: (inout RetryBudgetState) -> Result) -> Result {
    var old = word.load(ordering: .relaxed)
    while true {
      var state = RetryBudgetState(word: old)
      let result = change(&state)
      let (exchanged, original) = word.compareExchange(
        expected: old, desired: state.word, ordering: .acquiringAndReleasing)
      if exchanged { return result }
      old = original
    }
  }
}

/// Counts the calls of a service in flight and how many of them are retries.
///
/// Invariant: `0 ≤ retries ≤ calls`; a permit is given only while
/// `retries < max(minimum, share · calls)`.
public struct RetryBudgetState: Sendable, Hashable {
  /// Calls in flight, waiting ones included.
  public private(set) var calls: UInt32 = 0
  /// Those of them that hold a retry permit: they wait for their next attempt or are making it.
  public private(set) var retries: UInt32 = 0

  /// Nothing in flight.
  public init() {}

  /// Both counts as one word, for an atomic.
  var word: UInt64 { UInt64(calls) << 32 | UInt64(retries) }

  init(word: UInt64) {
    calls = UInt32(truncatingIfNeeded: word >> 32)
    retries = UInt32(truncatingIfNeeded: word)
  }

  /// A call begins.
  public mutating func begin() {
    calls += 1
  }

  /// A call ends, for whatever reason.
  ///
  /// - Parameter holdsPermit: whether it ends as a retry and gives its permit back.
  public mutating func end(holdsPermit: Bool) {
    precondition(calls > 0, "a call ended that never began")
    if holdsPermit { releasePermit() }
    calls -= 1
  }

  /// Takes a permit for a retry, or says that the budget is empty.
  public mutating func takePermit(_ options: RetryBudgetOptions) -> Bool {
    guard retries < limit(options), retries < calls else { return false }
    retries += 1
    return true
  }

  /// Gives a permit back: its attempt has ended, or will never happen.
  public mutating func releasePermit() {
    precondition(retries > 0, "a retry permit was returned twice")
    retries -= 1
  }

  /// Retries allowed with the calls now in flight.
  public func limit(_ options: RetryBudgetOptions) -> UInt32 {
    max(UInt32(clamping: options.minimum), UInt32(Double(calls) * options.share))
  }
}

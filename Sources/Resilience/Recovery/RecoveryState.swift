/// Follows one recovery: wait, reconnect, wait longer, …, and pause if nothing helps.
public struct RecoveryState: Sendable {
  /// What to do next.
  public enum Action: Sendable, Hashable {
    /// Try to reconnect then.
    case reconnect(at: Instant)
    /// Stop at a checkpoint and call for help.
    case pause
  }

  /// Attempts to reconnect so far.
  public private(set) var attempts: Int
  private let options: RecoveryOptions
  private let backoff: Backoff

  /// A recovery that has already tried so often.
  public init(_ options: RecoveryOptions, attempts: Int = 0) {
    self.options = options
    self.attempts = attempts
    backoff = Backoff(base: options.baseDelay, cap: max(options.maxDelay, options.baseDelay))
  }

  /// The connection is lost, or reconnecting has just failed.
  public mutating func failed(now: Instant) -> Action {
    guard attempts < options.attempts else { return .pause }
    var noJitter = SplitMix64(seed: 0)
    let delay =
      attempts == 0
      ? options.wait.saturatingNanoseconds
      : backoff.delay(afterAttempt: attempts, previous: nil, random: &noJitter)
    attempts += 1
    return .reconnect(at: now.advanced(byNanoseconds: delay))
  }

  /// The connection is back; the next loss starts from the beginning.
  public mutating func recovered() {
    attempts = 0
  }
}

/// A call in flight as the journal keeps it, so that a restart neither forgets nor repeats attempts.
public struct CallProgress: Sendable, Hashable, Codable {
  /// Attempts that failed.
  public var failedAttempts: Int
  /// Nanoseconds left of the wait before the next attempt.
  public var rest: Int64
  /// Whether any attempt can have changed something on the other side.
  public var effect: AttemptFailure.Effect

  /// Describes a call at one moment.
  public init(failedAttempts: Int, rest: Int64 = 0, effect: AttemptFailure.Effect = .none) {
    self.failedAttempts = failedAttempts
    self.rest = rest
    self.effect = effect
  }

  /// The same progress seen from a later process: the wait goes on where it would be now, and never becomes
  /// longer than it was.
  public func resumed(saved: ClockReading, at clocks: ClockReading) -> CallProgress {
    var progress = self
    progress.rest = saved.rest(of: rest, limit: rest, at: clocks)
    return progress
  }
}

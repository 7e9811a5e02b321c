/// When an attempt is cut off, and what that says about the service.
public struct AttemptLimit: Sendable, Hashable {
  /// When the attempt is cut off; `Instant.distantFuture` for never.
  public let at: Instant
  /// Whether reaching it is the service's failure. An attempt that the deadline cuts shorter than its own
  /// limit may have been given no chance, so it says nothing; without a limit of its own it does.
  public let blamesService: Bool

  /// The limit of an attempt that begins now.
  public init(attempt: Int64?, deadline: Instant, now: Instant) {
    let own = attempt.map { now.advanced(byNanoseconds: $0) }
    switch own {
    case .some(let own) where own <= deadline:
      at = own
      blamesService = true
    case .some:
      at = deadline
      blamesService = false
    case .none:
      at = deadline
      blamesService = true
    }
  }
}

/// What has happened to an attempt by the time its caller looks; several things may have at once.
public struct AttemptSignals: OptionSet, Sendable, Hashable {
  /// One bit per signal.
  public let rawValue: UInt8

  /// Makes the set of the given bits.
  public init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  /// The step returned.
  public static let succeeded = AttemptSignals(rawValue: 1)
  /// The step threw.
  public static let failed = AttemptSignals(rawValue: 2)
  /// The limit has been reached.
  public static let timedOut = AttemptSignals(rawValue: 4)
  /// The caller was cancelled.
  public static let cancelled = AttemptSignals(rawValue: 8)

  /// The one that counts: a success in hand is kept, since the work is done; then cancellation, because a
  /// failure or timeout at that moment may be its consequence; then the failure, then the timeout.
  public var winner: AttemptSignals? {
    [.succeeded, .cancelled, .failed, .timedOut].first { contains($0) }
  }
}

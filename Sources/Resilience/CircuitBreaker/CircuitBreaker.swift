import Synchronization

/// The circuit all callers of a service share.
///
/// While it is closed, nothing has failed lately and no window is kept, admitting a call and recording its
/// success only read one word, and so does refusing one while it is isolated or, with the end of the break,
/// open; so callers don't wait for each other. Everything else takes the lock for a few nanoseconds, never
/// during a call. Transitions are returned, after the lock was left: whoever handles one may call the circuit
/// again.
public final class CircuitBreaker: Sendable {
  /// What callers need to know of the state; written under the lock only.
  private let summary: Atomic<UInt64>
  /// When the break ends, if the summary says that the circuit is open; written before the summary.
  private let openUntil = Atomic<Int64>(0)
  private let state: Mutex<CircuitBreakerState>
  /// Classes that count as failures of the service.
  public let countAsFailure: FailureClasses

  /// A closed circuit, or a forced one if the options say so.
  public init(_ options: CircuitBreakerOptions, attemptTimeout: Duration? = nil) {
    let state = CircuitBreakerState(options, attemptTimeout: attemptTimeout)
    summary = Atomic(Summary(state).word)
    countAsFailure = options.countAsFailure
    self.state = Mutex(state)
  }

  /// Asks to let a call through.
  public func acquire(now: Instant) -> CircuitBreakerAdmission {
    let summary = Summary(word: summary.load(ordering: .acquiring))
    if summary.admits {
      return .admitted(CircuitBreakerPermit(generation: summary.generation, probe: 0, admittedAt: now), nil)
    }
    if summary.isIsolated { return .refused(.isolated, retryAt: nil) }
    if summary.isOpen {
      let until = Instant(nanoseconds: openUntil.load(ordering: .relaxed))
      if now < until { return .refused(.open, retryAt: until) }
    }
    return withState { $0.acquire(now: now) }
  }

  /// Takes the result of a call, once per permit; says so if the circuit opened or closed.
  public func record(
    _ result: CircuitBreakerResult, of permit: CircuitBreakerPermit, now: Instant
  ) -> CircuitBreakerTransition? {
    let summary = Summary(word: summary.load(ordering: .acquiring))
    if summary.generation != permit.generation { return nil }
    if summary.isQuiet, result == .success { return nil }
    if permit.probe == 0, result == .neutral { return nil }
    return withState { $0.record(result, of: permit, now: now) }
  }

  /// Whether a permit taken before a wait still stands.
  public func isCurrent(_ permit: CircuitBreakerPermit, now: Instant) -> Bool {
    if Summary(word: summary.load(ordering: .acquiring)).generation != permit.generation { return false }
    return permit.probe == 0 || withState { $0.isCurrent(permit, now: now) }
  }

  /// Isolates or disables the circuit by hand, or hands it back closed.
  public func force(_ forced: CircuitBreakerOptions.State, now: Instant) -> CircuitBreakerTransition? {
    withState { $0.force(forced, now: now) }
  }

  /// The phase a call would meet now.
  public func phase(at now: Instant) -> CircuitBreakerPhase {
    withState { $0.phase(at: now) }
  }

  /// Reads or changes the state under the lock; for snapshots and restores.
  public func withState<Result>(_ body: (inout CircuitBreakerState) -> Result) -> Result {
    state.withShortLock { state in
      let result = body(&state)
      let word = Summary(state).word
      // Storing the same value again would still take the cache line away from the readers.
      if summary.load(ordering: .relaxed) != word {
        openUntil.store(state.openUntil.nanoseconds, ordering: .relaxed)
        summary.store(word, ordering: .releasing)
      }
      return result
    }
  }

  /// A circuit's state in one word: its generation, and below it what callers may conclude without the lock.
  private struct Summary {
    let word: UInt64

    init(word: UInt64) {
      self.word = word
    }

    init(_ state: CircuitBreakerState) {
      let admits = state.stored == .closed || state.stored == .disabled
      word =
        state.generation << 4 | (state.stored == .isolated ? 8 : 0) | (state.stored == .open ? 4 : 0)
        | (state.isQuiet ? 2 : 0) | (admits ? 1 : 0)
    }

    var generation: UInt64 { word >> 4 }
    var isIsolated: Bool { word & 8 != 0 }
    var isOpen: Bool { word & 4 != 0 }
    /// A success changes nothing.
    var isQuiet: Bool { word & 2 != 0 }
    /// Every call passes.
    var admits: Bool { word & 1 != 0 }
  }
}

import Synchronization

/// The circuit all callers of a service share.
///
/// While it is closed, nothing has failed lately and no window is kept, admitting a call and recording its
/// success only read one word, so callers don't wait for each other. Everything else takes the lock for a few
/// nanoseconds, never during a call. Transitions are returned, after the lock was left: whoever handles one
/// may call the circuit again.
public final class CircuitBreaker: Sendable {
  /// generation << 2 | quiet << 1 | admits everything. Written under the lock only.
  private let summary: Atomic<UInt64>
  private let state: Mutex<CircuitBreakerState>
  /// Classes that count as failures of the service.
  public let countAsFailure: FailureClasses

  /// A closed circuit, or a forced one if the options say so.
  public init(_ options: CircuitBreakerOptions, attemptTimeout: Duration? = nil) {
    let state = CircuitBreakerState(options, attemptTimeout: attemptTimeout)
    summary = Atomic(Self.summarise(state))
    countAsFailure = options.countAsFailure
    self.state = Mutex(state)
  }

  /// Asks to let a call through.
  public func acquire(now: Instant) -> CircuitBreakerAdmission {
    let word = summary.load(ordering: .acquiring)
    if word & 1 == 1 {
      return .admitted(CircuitBreakerPermit(generation: word >> 2, probe: 0, admittedAt: now), nil)
    }
    return withState { $0.acquire(now: now) }
  }

  /// Takes the result of a call, once per permit; says so if the circuit opened or closed.
  public func record(
    _ result: CircuitBreakerResult, of permit: CircuitBreakerPermit, now: Instant
  ) -> CircuitBreakerTransition? {
    let word = summary.load(ordering: .acquiring)
    if word >> 2 != permit.generation { return nil }
    if word & 2 != 0, result == .success { return nil }
    if permit.probe == 0, result == .neutral { return nil }
    return withState { $0.record(result, of: permit, now: now) }
  }

  /// Whether a permit taken before a wait still stands.
  public func isCurrent(_ permit: CircuitBreakerPermit, now: Instant) -> Bool {
    if summary.load(ordering: .acquiring) >> 2 != permit.generation { return false }
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
      let word = Self.summarise(state)
      // Storing the same value again would still take the cache line away from the readers.
      if summary.load(ordering: .relaxed) != word { summary.store(word, ordering: .releasing) }
      return result
    }
  }

  private static func summarise(_ state: CircuitBreakerState) -> UInt64 {
    let admits = state.stored == .closed || state.stored == .disabled
    return state.generation << 2 | (state.isQuiet ? 2 : 0) | (admits ? 1 : 0)
  }
}

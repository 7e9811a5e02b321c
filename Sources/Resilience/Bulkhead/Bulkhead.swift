import Synchronization

/// The bulkhead all callers of a service share.
///
/// While nobody waits, a place is taken and given back by one atomic operation each. From the first call that
/// finds no place until the queue is empty again, the state under the lock decides.
public final class Bulkhead: Sendable {
  /// Places taken while nobody waits; the top bit says that the state under the lock counts instead.
  private let word = Atomic<UInt64>(0)
  private let maxConcurrent: Atomic<Int>
  private let state: Mutex<BulkheadState>
  private let onGrant: @Sendable (BulkheadTicket) -> Void
  private static let slow: UInt64 = 1 << 63

  /// An empty bulkhead.
  ///
  /// - Parameter onGrant: called, without the lock, when a waiting ticket gets its place. It may be called
  ///   before `acquire` has returned that ticket to its caller.
  public init(_ options: BulkheadOptions, onGrant: @escaping @Sendable (BulkheadTicket) -> Void = { _ in }) {
    maxConcurrent = Atomic(options.maxConcurrent)
    state = Mutex(BulkheadState(options))
    self.onGrant = onGrant
  }

  /// Asks for a place, now or within the time the caller has; asks for `latest` only if none is free now.
  public func acquire(
    now: Instant, latest: @autoclosure () -> Instant = .distantFuture
  ) -> BulkheadAdmission {
    let places = UInt64(maxConcurrent.load(ordering: .relaxed))
    var old = word.load(ordering: .relaxed)
    // The top bit makes the word greater than any number of places.
    while old < places {
      let (exchanged, original) = word.compareExchange(
        expected: old, desired: old + 1, ordering: .acquiringAndReleasing)
      if exchanged { return .admitted }
      old = original
    }
    let latest = latest()
    return withState { $0.acquire(now: now, latest: latest) }
  }

  /// Gives a place back, to whoever has waited longest.
  public func release() {
    var old = word.load(ordering: .relaxed)
    while old & Self.slow == 0 {
      precondition(old > 0, "a bulkhead permit was returned twice")
      let (exchanged, original) = word.compareExchange(
        expected: old, desired: old - 1, ordering: .acquiringAndReleasing)
      if exchanged { return }
      old = original
    }
    if let granted = withState({ $0.release() }) { onGrant(granted) }
  }

  /// Takes a waiter out of the queue; false if it has already been granted its place.
  public func cancelWaiter(_ ticket: BulkheadTicket) -> Bool {
    withState { $0.cancelWaiter(ticket) }
  }

  /// Takes out everyone whose time is over.
  public func expire(now: Instant) -> [BulkheadTicket] {
    withState { $0.expire(now: now) }
  }

  /// Changes the limits while calls run.
  public func reconfigure(_ options: BulkheadOptions) {
    let granted = withState { state in
      maxConcurrent.store(options.maxConcurrent, ordering: .relaxed)
      return state.reconfigure(options)
    }
    for ticket in granted { onGrant(ticket) }
  }

  /// Calls that run and calls that wait, now.
  public var load: (running: Int, waiting: Int) {
    withState { ($0.running, $0.waiting) }
  }

  /// Works on the state with the count of running calls moved into it, and back out if nobody waits.
  private func withState<Result>(_ body: (inout BulkheadState) -> Result) -> Result {
    state.withShortLock { state in
      let old = word.exchange(Self.slow, ordering: .acquiringAndReleasing)
      if old & Self.slow == 0 { state.running = Int(old) }
      let result = body(&state)
      if state.waiting == 0 { word.store(UInt64(state.running), ordering: .releasing) }
      return result
    }
  }
}

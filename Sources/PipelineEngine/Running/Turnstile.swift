import Synchronization

/// Lets lanes through one at a time, in the order of their batches.
///
/// Invariant: the lane of batch `next` is inside, or is the next to enter.
final class Turnstile: Sendable {
  private struct State {
    var next = 0
    var closedFrom = Int.max
    var waiters: [Int: CheckedContinuation<Bool, Never>] = [:]
  }

  private let state = Mutex(State())
  private let isFree: Bool

  /// - Parameter isFree: lets everybody through, for a single lane.
  init(isFree: Bool = false) { self.isFree = isFree }

  /// Waits until all batches before `sequence` have left; false if the turnstile was closed meanwhile.
  func enter(_ sequence: Int) async -> Bool {
    await withCheckedContinuation { continuation in
      let answer: Bool? = state.withLock { state in
        if sequence >= state.closedFrom { return false }
        if isFree || state.next == sequence { return true }
        state.waiters[sequence] = continuation
        return nil
      }
      if let answer { continuation.resume(returning: answer) }
    }
  }

  /// Lets the next batch in.
  func leave() {
    let waiter = state.withLock { state in
      state.next += 1
      return state.waiters.removeValue(forKey: state.next)
    }
    waiter?.resume(returning: true)
  }

  /// Sends away, now and from now on, everybody with this batch or a later one.
  func close(from sequence: Int = 0) {
    let waiters = state.withLock { state in
      state.closedFrom = min(state.closedFrom, sequence)
      let sentAway = state.waiters.filter { $0.key >= sequence }
      for key in sentAway.keys { state.waiters[key] = nil }
      return sentAway.values.map { $0 }
    }
    for waiter in waiters { waiter.resume(returning: false) }
  }
}

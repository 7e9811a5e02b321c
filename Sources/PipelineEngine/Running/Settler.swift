import PipelineModel
import Synchronization

/// Settles batches in source order: writes outputs, collects dead letters, counts, takes checkpoints.
///
/// Whoever delivers the batch that is next in order writes it, and all that wait behind it; the others go on at
/// once. Nobody gets further ahead than `window` batches.
final class Settler: Sendable {
  private struct State {
    var next = 0
    var pending: [Int: SettledBatch] = [:]
    var waiters: [CheckedContinuation<Void, Never>] = []
    var isWriting = false
    var end: RunInterruption?
    /// From this batch on nothing will be settled.
    var abandonedFrom = Int.max
  }

  private let state = Mutex(State())
  /// What only the one writing lane touches; guarded by `isWriting`.
  private let ledger: Ledger
  private let window: Int

  init(ledger: Ledger, window: Int) {
    self.ledger = ledger
    self.window = window
  }

  /// Hands a batch over; returns when the lane may take another one.
  ///
  /// - Throws: what ended the run, in this lane or in another.
  func deliver(_ batch: SettledBatch) async throws(RunInterruption) {
    let isWriter = state.withLock { state in
      if batch.sequence >= state.abandonedFrom { return false }
      state.pending[batch.sequence] = batch
      if state.isWriting || state.pending[state.next] == nil { return false }
      state.isWriting = true
      return true
    }
    if isWriter { writeAll() }
    await waitForWindow(batch.sequence)
    if let end = state.withLock({ $0.end }) { throw end }
  }

  /// Sends everybody away.
  func close(_ end: RunInterruption) {
    let waiters = state.withLock { state in
      if state.end == nil { state.end = end }
      defer { state.waiters = [] }
      return state.waiters
    }
    for waiter in waiters { waiter.resume() }
  }

  /// Settles nothing from this batch on; whoever delivers such a batch goes on at once.
  func abandon(from sequence: Int) {
    let waiters = state.withLock { state in
      state.abandonedFrom = min(state.abandonedFrom, sequence)
      state.pending = state.pending.filter { $0.key < sequence }
      defer { state.waiters = [] }
      return state.waiters
    }
    for waiter in waiters { waiter.resume() }
  }

  private func writeAll() {
    while true {
      let batch: SettledBatch? = state.withLock { state in
        guard state.end == nil, let batch = state.pending.removeValue(forKey: state.next) else {
          state.isWriting = false
          return nil
        }
        return batch
      }
      guard let batch else { return }
      do throws(RunInterruption) {
        try ledger.settle(batch)
      } catch {
        close(error)
      }
      let waiters = state.withLock { state in
        state.next += 1
        defer { state.waiters = [] }
        return state.waiters
      }
      for waiter in waiters { waiter.resume() }
    }
  }

  private func waitForWindow(_ sequence: Int) async {
    while true {
      if state.withLock({ isOpen(sequence, $0) }) { return }
      await withCheckedContinuation { continuation in
        let mayGo = state.withLock { state in
          if isOpen(sequence, state) { return true }
          state.waiters.append(continuation)
          return false
        }
        if mayGo { continuation.resume() }
      }
    }
  }

  private func isOpen(_ sequence: Int, _ state: State) -> Bool {
    state.end != nil || sequence < state.next + window || sequence >= state.abandonedFrom
  }
}

/// What ends a run before the end of its input.
enum RunInterruption: Error, Sendable {
  /// The run failed.
  case problem(EngineProblem)
  /// The dead letters are full: settle this many records of the operation, then stop.
  case deadLettersFull(recordLimit: Int64)
  /// Too many records were given up: settle this many records of the operation, then stop for this reason.
  case overBudget(recordLimit: Int64, String)
  /// A record was given up and dead letters are switched off.
  case deadLettersDisabled(DeadLetter)
  /// Another lane failed.
  case cancelled
}

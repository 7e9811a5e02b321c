import Synchronization

/// Lets records through to a plug-in as the queue of suspects says.
final class PluginGate: Sendable {
  private struct State: Sendable {
    var queue = SuspectQueue()
    var waiting: [SuspectQueue.ID: CheckedContinuation<Bool, Never>] = [:]

    /// Those whose turn it is, taken out.
    mutating func take(_ ids: [SuspectQueue.ID]) -> [CheckedContinuation<Bool, Never>] {
      ids.compactMap { waiting.removeValue(forKey: $0) }
    }
  }

  private let state = Mutex(State())

  /// Waits for a record's turn; false if the task is cancelled before.
  func enter(_ id: SuspectQueue.ID, isCrasher: Bool) async -> Bool {
    await wait(id) { $0.join(id, isCrasher: isCrasher) }
  }

  /// Waits for the next turn of a record that a program ended with; false if the task is cancelled before.
  func enterAgain(_ id: SuspectQueue.ID, after loss: PluginLoss) async -> Bool {
    await wait(id) { $0.lost(id, loss) }
  }

  /// A record is through.
  func leave(_ id: SuspectQueue.ID) {
    let turns = state.withLock { state in
      let next = state.queue.leave(id)
      return state.take(next)
    }
    for turn in turns { turn.resume(returning: true) }
  }

  private func wait(
    _ id: SuspectQueue.ID, _ ask: @Sendable (inout SuspectQueue) -> [SuspectQueue.ID]
  ) async -> Bool {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let turns = state.withLock { state in
          state.waiting[id] = continuation
          let next = ask(&state.queue)
          return state.take(next)
        }
        for turn in turns { turn.resume(returning: true) }
        if Task.isCancelled { cancel(id) }
      }
    } onCancel: {
      cancel(id)
    }
  }

  private func cancel(_ id: SuspectQueue.ID) {
    guard let turn = state.withLock({ $0.waiting.removeValue(forKey: id) }) else { return }
    leave(id)
    turn.resume(returning: false)
  }
}

import Synchronization

/// A limited number of places, given in the order in which they are asked for.
final class Slots: Sendable {
  private struct State {
    var free: Int
    var queue: [OneShot<Bool>] = []
    var head = 0
  }

  /// How many there are.
  let count: Int
  private let state: Mutex<State>

  /// So many places, all free.
  init(_ count: Int) {
    self.count = max(1, count)
    state = Mutex(State(free: self.count))
  }

  /// Waits for a place; false if the task was cancelled first, and then there is none to give back.
  func acquire() async -> Bool {
    let shot: OneShot<Bool>? = state.withLock { state in
      if state.free > 0 {
        state.free -= 1
        return nil
      }
      let shot = OneShot<Bool>()
      state.queue.append(shot)
      return shot
    }
    guard let shot else { return true }
    return await shot.wait(cancelled: false)
  }

  /// Gives a place back.
  func release() {
    while true {
      let next: OneShot<Bool>? = state.withLock { state in
        guard state.head < state.queue.count else {
          state.free += 1
          state.queue.removeAll(keepingCapacity: true)
          state.head = 0
          return nil
        }
        state.head += 1
        let next = state.queue[state.head - 1]
        if state.head > 1024, state.head > state.queue.count / 2 {
          state.queue.removeFirst(state.head)
          state.head = 0
        }
        return next
      }
      // One who was cancelled while waiting lets the next one in.
      guard let next else { return }
      if next.fire(true) { return }
    }
  }
}

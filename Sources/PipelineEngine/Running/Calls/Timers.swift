import Dispatch
import Resilience
import Synchronization

/// Calls back at instants of the monotonic clock; a timer that is cancelled leaves nothing behind for long.
///
/// `Task.sleep` would do, but a cancelled one stays in the system's queue until its time: with a timeout around
/// each of ten thousand calls a second, that is memory without a limit.
final class Timers: Sendable {
  /// Names a timer.
  struct ID: Hashable, Sendable {
    fileprivate let number: UInt64
  }

  private struct Entry: Sendable {
    let at: Instant
    let id: ID
  }

  private struct State {
    var heap: [Entry] = []
    var bodies: [ID: @Sendable () -> Void] = [:]
    var lastNumber: UInt64 = 0
    var alarm: Instant = .distantFuture
  }

  private let state = Mutex(State())
  private let queue = DispatchQueue(label: "timers", qos: .userInitiated)

  /// The time that all calls go by.
  static var now: Instant { Instant(nanoseconds: monotonicNanoseconds()) }

  /// Calls `body` soon after `instant`; it must be brief.
  func add(_ instant: Instant, _ body: @escaping @Sendable () -> Void) -> ID {
    let (id, isEarliest): (ID, Bool) = state.withLock { state in
      state.lastNumber += 1
      let id = ID(number: state.lastNumber)
      state.bodies[id] = body
      state.heap.push(Entry(at: instant, id: id)) { $0.at < $1.at }
      guard instant < state.alarm else { return (id, false) }
      state.alarm = instant
      return (id, true)
    }
    if isEarliest { setAlarm(instant) }
    return id
  }

  /// Forgets a timer, unless it has fired or is just firing.
  func cancel(_ id: ID) {
    state.withLock { state in
      guard state.bodies.removeValue(forKey: id) != nil else { return }
      if state.heap.count > 64, state.heap.count > state.bodies.count * 4 {
        let live = state.heap.filter { state.bodies[$0.id] != nil }
        state.heap = []
        for entry in live { state.heap.push(entry) { $0.at < $1.at } }
      }
    }
  }

  private func setAlarm(_ instant: Instant) {
    let time = DispatchTime(uptimeNanoseconds: UInt64(max(0, instant.nanoseconds)))
    queue.asyncAfter(deadline: time) { [weak self] in self?.ring(instant) }
  }

  private func ring(_ alarm: Instant) {
    let now = Timers.now
    let (due, next): ([@Sendable () -> Void], Instant?) = state.withLock { state in
      var due: [@Sendable () -> Void] = []
      while let first = state.heap.first, first.at <= now || state.bodies[first.id] == nil {
        state.heap.popFirst { $0.at < $1.at }
        if let body = state.bodies.removeValue(forKey: first.id) { due.append(body) }
      }
      // Every other alarm was superseded by an earlier one, which has set or will set what follows.
      guard alarm == state.alarm else { return (due, nil) }
      state.alarm = state.heap.first?.at ?? .distantFuture
      return (due, state.heap.first?.at)
    }
    for body in due { body() }
    if let next { setAlarm(next) }
  }
}

extension Array {
  /// Adds an element to a binary heap whose first element comes first in `order`.
  fileprivate mutating func push(_ element: Element, by order: (Element, Element) -> Bool) {
    append(element)
    var child = count - 1
    while child > 0, order(self[child], self[(child - 1) / 2]) {
      swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  /// Takes the first element off the heap.
  fileprivate mutating func popFirst(by order: (Element, Element) -> Bool) {
    swapAt(0, count - 1)
    removeLast()
    var parent = 0
    while true {
      var first = parent
      for child in [2 * parent + 1, 2 * parent + 2] where child < count && order(self[child], self[first]) {
        first = child
      }
      if first == parent { return }
      swapAt(first, parent)
      parent = first
    }
  }
}

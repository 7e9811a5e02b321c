import PipelineModel
import Resilience
import Synchronization

/// The time limit of one attempt, of which a step may say when it holds.
final class AttemptClock: Sendable {
  private struct State: Sendable {
    var timer: Timers.ID?
    /// Counts the limits: one that was replaced while its timer fired says nothing.
    var number = 0
    var isOver = false
  }

  private let timers: Timers
  private let latest: Instant?
  private let ring: @Sendable () -> Void
  private let state = Mutex(State())

  /// - Parameters:
  ///   - until: when it ends unless it begins anew; nil for never.
  ///   - latest: when it ends in any case; nil for never.
  init(_ timers: Timers, until: Instant?, latest: Instant?, ring: @escaping @Sendable () -> Void) {
    self.timers = timers
    self.latest = latest
    self.ring = ring
    state.withLock { set(until, &$0, ring) }
  }

  /// A limit begins now, whatever was before; at its end `isToBlame` is asked whether it counts.
  func begin(_ limit: Duration, _ isToBlame: @escaping CallAttempt.IsToBlame) {
    let end = Timers.now.advanced(by: limit)
    state.withLock { state in
      if let latest, latest <= end { return set(latest, &state, ring) }
      let number = state.number + 1
      set(end, &state) { [weak self] in self?.ended(number, isToBlame) }
    }
  }

  /// There is no limit for now.
  func lift() { state.withLock { set(latest, &$0, ring) } }

  /// The attempt is over.
  func stop() {
    state.withLock { state in
      state.isOver = true
      if let timer = state.timer { timers.cancel(timer) }
    }
  }

  private func ended(_ number: Int, _ isToBlame: CallAttempt.IsToBlame) {
    let isCurrent = state.withLock { state in
      guard state.number == number, !state.isOver else { return false }
      // Before the question: it may be asked because the record is about to be worked on anew.
      set(latest, &state, ring)
      return true
    }
    if isCurrent, isToBlame() { ring() }
  }

  private func set(_ instant: Instant?, _ state: inout State, _ ring: @escaping @Sendable () -> Void) {
    if state.isOver { return }
    state.number += 1
    if let timer = state.timer { timers.cancel(timer) }
    state.timer = instant.map { timers.add($0, ring) }
  }
}

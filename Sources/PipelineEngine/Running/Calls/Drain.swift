import Resilience
import Synchronization

/// Ends batches with calls in good time when a run is to stop.
///
/// A run that stops finishes what is in flight. A record that waits minutes for its next attempt would hold that
/// up, so its batch is abandoned, and with it every later one, since batches are settled in order; they are read
/// again when the run resumes. Earlier batches go on for the grace period, and are abandoned then.
///
/// Invariant: of the batches from `doomedFrom` on none is settled.
final class Drain: Sendable {
  /// How long calls may go on after the run was asked to stop.
  static let grace: Duration = .seconds(5)

  private struct State {
    var doomedFrom = Int.max
    var until: Instant?
    var lastNumber: UInt64 = 0
    var batches: [Int: [UInt64: @Sendable () -> Void]] = [:]
    var waits: [UInt64: (sequence: Int, until: Instant)] = [:]
  }

  private let state = Mutex(State())
  private let timers: Timers
  private let abandon: @Sendable (Int) -> Void

  /// - Parameter abandon: told the first batch that will not be settled, perhaps again with an earlier one.
  init(timers: Timers, abandon: @escaping @Sendable (Int) -> Void) {
    self.timers = timers
    self.abandon = abandon
  }

  /// Whether the batch will not be settled.
  func isDoomed(_ sequence: Int) -> Bool { state.withLock { sequence >= $0.doomedFrom } }

  /// Whether any batch was abandoned.
  var hasAbandoned: Bool { state.withLock { $0.doomedFrom < .max } }

  /// The run is to stop: waits that outlast the grace period end their batches now.
  func begin() {
    let until = Timers.now.advanced(by: Drain.grace)
    let first: Int? = state.withLock { state in
      if state.until != nil { return nil }
      state.until = until
      return state.waits.values.filter { $0.until > until }.map(\.sequence).min()
    }
    if let first { doom(from: first) }
    _ = timers.add(until) { [weak self] in self?.graceIsOver() }
  }

  /// Abandons a batch and all after it.
  func doom(from sequence: Int) {
    let cancels: [@Sendable () -> Void] = state.withLock { state in
      state.doomedFrom = min(state.doomedFrom, sequence)
      return state.batches.filter { $0.key >= sequence }.flatMap { $0.value.values }
    }
    abandon(sequence)
    for cancel in cancels { cancel() }
  }

  /// Notes how to end a batch's calls; returns the number to `leave` with.
  func enter(_ sequence: Int, cancel: @escaping @Sendable () -> Void) -> UInt64 {
    let (number, isDoomed, isTooLate) = state.withLock { state in
      state.lastNumber += 1
      state.batches[sequence, default: [:]][state.lastNumber] = cancel
      let isTooLate = state.until.map { Timers.now >= $0 } ?? false
      return (state.lastNumber, sequence >= state.doomedFrom, isTooLate)
    }
    if isTooLate { doom(from: sequence) } else if isDoomed { cancel() }
    return number
  }

  /// The batch's calls have ended.
  func leave(_ sequence: Int, _ number: UInt64) {
    state.withLock { state in
      state.batches[sequence]?[number] = nil
      if state.batches[sequence]?.isEmpty == true { state.batches[sequence] = nil }
    }
  }

  /// A record of the batch waits until then; dooms the batch if that is too long for a run that is to stop.
  func beginWait(_ sequence: Int, until: Instant) -> UInt64 {
    let (number, isTooLong): (UInt64, Bool) = state.withLock { state in
      state.lastNumber += 1
      state.waits[state.lastNumber] = (sequence, until)
      return (state.lastNumber, state.until.map { until > $0 } ?? false)
    }
    if isTooLong { doom(from: sequence) }
    return number
  }

  /// The wait is over.
  func endWait(_ number: UInt64) { state.withLock { $0.waits[number] = nil } }

  private func graceIsOver() {
    if let first = state.withLock({ $0.batches.keys.min() }) { doom(from: first) }
  }
}

import Resilience
import Synchronization

/// The time limit of one attempt, of which a step may say when it holds.
final class AttemptClock: Sendable {
  private let timers: Timers
  private let latest: Instant?
  private let ring: @Sendable () -> Void
  private let timer = Mutex<(id: Timers.ID?, isOver: Bool)>((nil, false))

  /// - Parameters:
  ///   - until: when it ends unless it begins anew; nil for never.
  ///   - latest: when it ends in any case; nil for never.
  init(_ timers: Timers, until: Instant?, latest: Instant?, ring: @escaping @Sendable () -> Void) {
    self.timers = timers
    self.latest = latest
    self.ring = ring
    set(until)
  }

  /// A limit begins now, whatever was before; with nil there is none.
  func begin(_ limit: Duration?) {
    guard let end = limit.map({ Timers.now.advanced(by: $0) }) else { return set(latest) }
    set(latest.map { min($0, end) } ?? end)
  }

  /// The attempt is over.
  func stop() {
    timer.withLock { timer in
      timer.isOver = true
      if let id = timer.id { timers.cancel(id) }
    }
  }

  private func set(_ instant: Instant?) {
    timer.withLock { timer in
      if timer.isOver { return }
      if let id = timer.id { timers.cancel(id) }
      timer.id = instant.map { timers.add($0, ring) }
    }
  }
}

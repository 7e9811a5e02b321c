import Resilience
import Synchronization

/// Brings places of a bulkhead to those who wait for them.
final class BulkheadPlaces: Sendable {
  private enum Entry: Sendable {
    case waiting(OneShot<CallSignal>)
    /// Granted before its holder had begun to wait, or after it had left.
    case granted(Instant)
  }

  private let entries = Mutex<[BulkheadTicket: Entry]>([:])

  /// A ticket has its place.
  func grant(_ ticket: BulkheadTicket, now: Instant) {
    let shot: OneShot<CallSignal>? = entries.withLock { entries in
      if case .waiting(let shot) = entries[ticket] {
        entries[ticket] = nil
        return shot
      }
      if entries.count > 64 { Self.purge(&entries, now) }
      entries[ticket] = .granted(now)
      return nil
    }
    shot?.fire(.permitGranted)
  }

  /// Begins to wait; false if the ticket has its place already.
  func enter(_ ticket: BulkheadTicket, _ shot: OneShot<CallSignal>) -> Bool {
    entries.withLock { entries in
      if case .granted = entries[ticket] {
        entries[ticket] = nil
        return false
      }
      entries[ticket] = .waiting(shot)
      return true
    }
  }

  /// Ends waiting, however it ended.
  func leave(_ ticket: BulkheadTicket) {
    entries.withLock { $0[ticket] = nil }
  }

  /// Removes grants nobody came for. One that is removed too early does no harm: its holder asks again when its
  /// time is over, and learns then that it has the place.
  private static func purge(_ entries: inout [BulkheadTicket: Entry], _ now: Instant) {
    entries = entries.filter { _, entry in
      if case .granted(let at) = entry { at.nanoseconds(to: now) < 10_000_000_000 } else { true }
    }
  }
}

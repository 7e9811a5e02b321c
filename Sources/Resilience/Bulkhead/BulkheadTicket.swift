/// A place in the queue of a bulkhead; later places have greater numbers.
public struct BulkheadTicket: Sendable, Hashable, Comparable {
  let number: UInt64

  /// Orders tickets as they were given.
  public static func < (left: BulkheadTicket, right: BulkheadTicket) -> Bool {
    left.number < right.number
  }
}

/// What a bulkhead says to a call.
public enum BulkheadAdmission: Sendable, Hashable {
  /// Run; release the place afterwards.
  case admitted
  /// Wait for a place, at most until then; then cancel the ticket.
  case queued(BulkheadTicket, until: Instant)
  /// All places are taken and the queue is full, or there is no time to wait.
  case refused
}

/// Counts the calls that run, and queues those that wait, first come first served.
///
/// Invariants: `0 ≤ running ≤ maxConcurrent` (a limit that is lowered is reached as calls end); somebody
/// waits only while every place is taken; at most `maxQueue` wait.
public struct BulkheadState: Sendable {
  private struct Waiter: Sendable {
    var ticket: BulkheadTicket
    var until: Instant
    var hasLeft = false
  }

  /// Calls that run now.
  public internal(set) var running = 0
  /// Calls that wait now.
  public private(set) var waiting = 0
  /// The limits; changing them is allowed while calls run and wait.
  public private(set) var options: BulkheadOptions
  private var queue: [Waiter] = []
  private var head = 0
  private var lastTicket: UInt64 = 0

  /// Nothing runs.
  public init(_ options: BulkheadOptions) {
    self.options = options
  }

  /// Asks for a place, now or within the time the caller has.
  public mutating func acquire(now: Instant, latest: Instant = .distantFuture) -> BulkheadAdmission {
    if running < options.maxConcurrent, waiting == 0 {
      running += 1
      return .admitted
    }
    let own = options.maxWait.map { now.advanced(by: $0) } ?? .distantFuture
    let until = min(own, latest)
    guard waiting < options.maxQueue, until > now else { return .refused }
    lastTicket += 1
    let ticket = BulkheadTicket(number: lastTicket)
    queue.append(Waiter(ticket: ticket, until: until))
    waiting += 1
    return .queued(ticket, until: until)
  }

  /// Gives a place back; the ticket it passes to, if any, runs from now on.
  public mutating func release() -> BulkheadTicket? {
    precondition(running > 0, "a bulkhead permit was returned twice")
    running -= 1
    return grantNext()
  }

  /// Takes a waiter out of the queue: it timed out, was cancelled or died.
  ///
  /// - Returns: false if the ticket isn't waiting any more: it has been granted, and whoever holds it must
  ///   use or release the place.
  public mutating func cancelWaiter(_ ticket: BulkheadTicket) -> Bool {
    var low = head
    var high = queue.count
    while low < high {
      let middle = (low + high) / 2
      if queue[middle].ticket < ticket { low = middle + 1 } else { high = middle }
    }
    guard low < queue.count, queue[low].ticket == ticket, !queue[low].hasLeft else { return false }
    queue[low].hasLeft = true
    waiting -= 1
    dropHead()
    return true
  }

  /// Takes out everyone whose time is over.
  public mutating func expire(now: Instant) -> [BulkheadTicket] {
    let expired = queue[head...].filter { !$0.hasLeft && $0.until <= now }.map(\.ticket)
    for ticket in expired { _ = cancelWaiter(ticket) }
    return expired
  }

  /// Changes the limits; returns the tickets that run from now on because there are more places.
  public mutating func reconfigure(_ options: BulkheadOptions) -> [BulkheadTicket] {
    self.options = options
    var granted: [BulkheadTicket] = []
    while let ticket = grantNext() { granted.append(ticket) }
    return granted
  }

  private mutating func grantNext() -> BulkheadTicket? {
    guard waiting > 0, running < options.maxConcurrent else { return nil }
    dropHead()
    let ticket = queue[head].ticket
    queue[head].hasLeft = true
    waiting -= 1
    running += 1
    dropHead()
    return ticket
  }

  /// Moves past those who have left, and gives memory back once half the queue is past.
  private mutating func dropHead() {
    while head < queue.count, queue[head].hasLeft { head += 1 }
    if head == queue.count {
      queue.removeAll(keepingCapacity: true)
      head = 0
    } else if head > 32, head > queue.count / 2 {
      queue.removeFirst(head)
      head = 0
    }
  }
}

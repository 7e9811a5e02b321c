import Resilience
import Synchronization
import Testing

@Suite("Bulkhead")
struct BulkheadTests {
  private final class Counter: Sendable {
    let value = Atomic<Int>(0)
  }

  private func ticket(_ admission: BulkheadAdmission) -> BulkheadTicket? {
    if case .queued(let ticket, _) = admission { ticket } else { nil }
  }

  @Test("a place passes to whoever has waited longest")
  func firstComeFirstServed() throws {
    let granted = Mutex<[BulkheadTicket]>([])
    let bulkhead = Bulkhead(BulkheadOptions(maxConcurrent: 1, maxQueue: 2)) { ticket in
      granted.withLock { $0.append(ticket) }
    }
    #expect(bulkhead.acquire(now: at(0)) == .admitted)
    let first = try #require(ticket(bulkhead.acquire(now: at(0))))
    let second = try #require(ticket(bulkhead.acquire(now: at(0))))
    #expect(bulkhead.acquire(now: at(0)) == .refused, "the queue is full")
    bulkhead.release()
    bulkhead.release()
    #expect(granted.withLock { $0 } == [first, second])
    bulkhead.release()
    #expect(bulkhead.load == (0, 0))
  }

  @Test("Case 38: a waiter that times out leaves the queue, and capacity stays whole")
  func waiterTimesOut() throws {
    let bulkhead = Bulkhead(BulkheadOptions(maxConcurrent: 1, maxWait: .seconds(5)))
    #expect(bulkhead.acquire(now: at(0)) == .admitted)
    guard case .queued(let ticket, let until) = bulkhead.acquire(now: at(1)) else {
      Issue.record("not queued")
      return
    }
    #expect(until == at(6))
    #expect(bulkhead.expire(now: at(5.9)).isEmpty)
    #expect(bulkhead.expire(now: at(6)) == [ticket])
    #expect(bulkhead.load == (1, 0))
    bulkhead.release()
    #expect(bulkhead.load == (0, 0))
    #expect(bulkhead.acquire(now: at(7)) == .admitted)
  }

  @Test("Case 38: a cancelled waiter leaves the queue; one that was granted already owns its place")
  func waiterIsCancelled() throws {
    let bulkhead = Bulkhead(BulkheadOptions(maxConcurrent: 1))
    #expect(bulkhead.acquire(now: at(0)) == .admitted)
    let first = try #require(ticket(bulkhead.acquire(now: at(0))))
    let second = try #require(ticket(bulkhead.acquire(now: at(0))))
    #expect(bulkhead.cancelWaiter(first))
    #expect(!bulkhead.cancelWaiter(first), "only once")
    bulkhead.release()
    #expect(!bulkhead.cancelWaiter(second), "granted, so it must be released")
    bulkhead.release()
    #expect(bulkhead.load == (0, 0))
  }

  @Test("Case 39: no time to wait means refused now, not queued")
  func refusesWithoutTime() {
    let bulkhead = Bulkhead(BulkheadOptions(maxConcurrent: 1))
    #expect(bulkhead.acquire(now: at(0)) == .admitted)
    #expect(bulkhead.acquire(now: at(1), latest: at(1)) == .refused)
  }

  @Test("Case 37: a place comes back when the call that holds it goes away without a word")
  func placeReturnsAfterACrash() {
    var options = ServiceOptions()
    options.bulkhead = BulkheadOptions(maxConcurrent: 1)
    let service = Service("s", options)
    let stack = Stack(StackOptions(), service: service)
    do {
      var running = AttemptMachine(stack, call: 1)
      _ = running.handle(.start, now: at(0))
      var queued = AttemptMachine(stack, call: 2)
      _ = queued.handle(.start, now: at(0))
      #expect(service.bulkhead?.load ?? (0, 0) == (1, 1))
    }
    #expect(service.bulkhead?.load ?? (9, 9) == (0, 0))
  }

  @Test("Case 40: a limit raised while calls wait admits them; a lowered one is reached as calls end")
  func reconfigures() throws {
    let granted = Mutex<[BulkheadTicket]>([])
    let bulkhead = Bulkhead(BulkheadOptions(maxConcurrent: 1)) { ticket in
      granted.withLock { $0.append(ticket) }
    }
    #expect(bulkhead.acquire(now: at(0)) == .admitted)
    let waiting = (0..<3).compactMap { _ in ticket(bulkhead.acquire(now: at(0))) }
    bulkhead.reconfigure(BulkheadOptions(maxConcurrent: 3))
    #expect(granted.withLock { $0 } == Array(waiting.prefix(2)))
    bulkhead.reconfigure(BulkheadOptions(maxConcurrent: 1))
    bulkhead.release()
    bulkhead.release()
    #expect(granted.withLock { $0.count } == 2)
    bulkhead.release()
    #expect(granted.withLock { $0 } == waiting)
  }

  @Test("threads that share a bulkhead never exceed it and lose no place")
  func manyThreads() async {
    let running = Counter()
    let bulkhead = Bulkhead(BulkheadOptions(maxConcurrent: 2, maxQueue: 0))
    let exceeded = await withTaskGroup(of: Int.self) { group in
      for _ in 0..<4 {
        group.addTask {
          (0..<20_000).count { _ in
            guard bulkhead.acquire(now: at(0)) == .admitted else { return false }
            let now = running.value.add(1, ordering: .relaxed).newValue
            running.value.subtract(1, ordering: .relaxed)
            bulkhead.release()
            return now > 2
          }
        }
      }
      return await group.reduce(0, +)
    }
    #expect(exceeded == 0)
    #expect(bulkhead.load == (0, 0))
  }
}

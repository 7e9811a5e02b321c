import Dispatch
import Resilience
import Synchronization

/// What the policy layer adds to a call that succeeds at once, and to one that is turned away.
enum Policies {
  private static let calls = 100_000

  static func timings() -> [Timing] {
    var breaker = ServiceOptions()
    breaker.circuitBreaker = CircuitBreakerOptions()
    var bulkhead = ServiceOptions()
    bulkhead.circuitBreaker = nil
    bulkhead.bulkhead = BulkheadOptions(maxConcurrent: 8)
    var rate = ServiceOptions()
    rate.circuitBreaker = nil
    rate.rateLimit = RateLimitOptions(calls: 1_000_000_000, per: .seconds(1))
    var all = breaker
    all.bulkhead = bulkhead.bulkhead
    all.rateLimit = rate.rateLimit
    var unretried = StackOptions()
    unretried.retry.strategy = .none
    let full = Stack(StackOptions(), service: Service("service", all))
    return [
      succeeding("call without policies", Stack(unretried)),
      succeeding("retry", Stack(StackOptions())),
      succeeding("circuit breaker", Stack(unretried, service: Service("service", breaker))),
      succeeding("bulkhead", Stack(unretried, service: Service("service", bulkhead))),
      succeeding("rate limit", Stack(unretried, service: Service("service", rate))),
      succeeding("all four", full),
      refused(breaker),
      shared(full),
    ]
  }

  private static func succeeding(_ name: String, _ stack: Stack) -> Timing {
    var now = Instant.zero
    return Timing("policies: \(name)", operations: calls) { drive(stack, &now) }
  }

  private static func drive(_ stack: Stack, _ now: inout Instant) -> Int {
    var attempts = 0
    for number in 0..<calls {
      now = now.advanced(byNanoseconds: 1000)
      var call = AttemptMachine(stack, call: UInt64(number))
      guard case .call(let attempt, _, _) = call.handle(.start, now: now) else { continue }
      if case .finish(.success) = call.handle(.finished(attempt: attempt, .success), now: now) {
        attempts += 1
      }
    }
    return attempts
  }

  /// An open circuit and a stage that would rather have a dead letter than wait.
  private static func refused(_ options: ServiceOptions) -> Timing {
    var options = options
    options.circuitBreaker?.state = .isolated
    var stage = StackOptions()
    stage.refusal.onRefusal = .deadLetter
    let stack = Stack(stage, service: Service("service", options))
    return Timing("policies: refusal by an open circuit", operations: calls) {
      var refusals = 0
      for number in 0..<calls {
        var call = AttemptMachine(stack, call: UInt64(number))
        if case .finish(.giveUp) = call.handle(.start, now: .zero) { refusals += 1 }
      }
      return refusals
    }
  }

  /// Two threads that call the same service; the time is one thread's.
  private static func shared(_ stack: Stack) -> Timing {
    let other = Worker(stack)
    defer { other.stop() }
    var now = Instant.zero
    return Timing("policies: all four, shared by two threads", operations: calls) { drive(stack, &now) }
  }

  /// Calls on another thread until it is told to stop.
  private final class Worker: Sendable {
    private let stopped = Atomic<Bool>(false)
    private let ended = DispatchSemaphore(value: 0)

    init(_ stack: Stack) {
      DispatchQueue.global().async { [self] in
        var now = Instant.zero
        while !stopped.load(ordering: .relaxed) { _ = Policies.drive(stack, &now) }
        ended.signal()
      }
    }

    func stop() {
      stopped.store(true, ordering: .relaxed)
      ended.wait()
    }
  }
}

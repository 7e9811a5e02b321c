import Resilience

/// What the policy layer adds to a call that succeeds at once, and to one that is turned away.
enum Policies {
  static func print() {
    Swift.print("| policies | target, ns | ns | middle half | allocations | |")
    Swift.print("|---|--:|--:|--:|--:|---|")
    let cases = succeeding() + [refusal(), refusalWithEvents()]
    for (index, figures) in PolicyFigure.measure(cases).enumerated() { cases[index].print(figures) }
    SharedBreaker.print()
    OtherPolicies.print()
  }

  /// A stage without retries that calls a service, or one without policies.
  static func stack(_ change: (inout ServiceOptions) -> Void) -> Stack {
    var service = ServiceOptions()
    service.circuitBreaker = nil
    change(&service)
    var stage = StackOptions()
    stage.retry.strategy = .none
    return Stack(stage, service: Service("service", service))
  }

  /// Calls that succeed at once, through one machine.
  static func drive(_ stack: Stack, calls: Int, from now: inout Instant) -> Int {
    var successes = 0
    var call = AttemptMachine(stack)
    for number in 0..<calls {
      call.restart(call: UInt64(number))
      if succeeds(&call, at: &now) { successes += 1 }
    }
    return successes
  }

  /// The same with a machine of its own for every call.
  static func driveEach(_ stack: Stack, calls: Int, from now: inout Instant) -> Int {
    var successes = 0
    for number in 0..<calls {
      var call = AttemptMachine(stack, call: UInt64(number))
      if succeeds(&call, at: &now) { successes += 1 }
    }
    return successes
  }

  @inline(__always)
  private static func succeeds(_ call: inout AttemptMachine, at now: inout Instant) -> Bool {
    now = now.advanced(byNanoseconds: 1000)
    guard case .call(let attempt, _, _) = call.handle(.start, now: now) else { return false }
    guard case .finish(.success) = call.handle(.finished(attempt: attempt, .success), now: now) else {
      return false
    }
    return true
  }

  private static func succeeding() -> [PolicyFigure] {
    var all = ServiceOptions()
    all.bulkhead = BulkheadOptions(maxConcurrent: 8)
    all.rateLimit = rate
    return [
      whole("no policy", nil, stack { _ in }),
      eachItsOwn("no policy", stack { _ in }),
      whole("retry", 20, Stack(StackOptions())),
      whole("closed breaker", 50, stack { $0.circuitBreaker = CircuitBreakerOptions() }),
      whole("bulkhead", 30, stack { $0.bulkhead = BulkheadOptions(maxConcurrent: 8) }),
      whole("rate limit", 40, stack { $0.rateLimit = rate }),
      whole("all four", 130, Stack(StackOptions(), service: Service("service", all))),
      eachItsOwn("all four", Stack(StackOptions(), service: Service("service", all))),
      breakerAlone(), bulkheadAlone(), rateAlone(),
    ]
  }

  private static let rate = RateLimitOptions(calls: 1_000_000_000, per: .seconds(1))

  private static func whole(_ name: String, _ target: Double?, _ stack: Stack) -> PolicyFigure {
    var now = Instant.zero
    return PolicyFigure("call through `AttemptMachine`: \(name)", target) {
      drive(stack, calls: PolicyFigure.calls, from: &now)
    }
  }

  private static func eachItsOwn(_ name: String, _ stack: Stack) -> PolicyFigure {
    var now = Instant.zero
    return PolicyFigure("through an `AttemptMachine` of its own: \(name)", nil) {
      driveEach(stack, calls: PolicyFigure.calls, from: &now)
    }
  }

  private static func breakerAlone() -> PolicyFigure {
    let breaker = CircuitBreaker(CircuitBreakerOptions())
    return PolicyFigure("closed breaker alone", 50) {
      var admitted = 0
      for number in 0..<PolicyFigure.calls {
        let now = Instant(nanoseconds: Int64(number))
        guard case .admitted(let permit, _) = breaker.acquire(now: now) else { continue }
        if breaker.record(.success, of: permit, now: now) == nil { admitted += 1 }
      }
      return admitted
    }
  }

  private static func bulkheadAlone() -> PolicyFigure {
    let bulkhead = Bulkhead(BulkheadOptions(maxConcurrent: 8))
    return PolicyFigure("bulkhead alone", 30) {
      var admitted = 0
      for _ in 0..<PolicyFigure.calls {
        guard case .admitted = bulkhead.acquire(now: .zero) else { continue }
        bulkhead.release()
        admitted += 1
      }
      return admitted
    }
  }

  private static func rateAlone() -> PolicyFigure {
    let limiter = RateLimiter(rate)
    var now = Instant.zero
    return PolicyFigure("rate limit alone", 40) {
      var admitted = 0
      for _ in 0..<PolicyFigure.calls {
        now = now.advanced(byNanoseconds: 1000)
        if case .granted = limiter.reserve(now: now, latest: now) { admitted += 1 }
      }
      return admitted
    }
  }

  /// A circuit that failures have opened, and a stage that would rather have a dead letter than wait.
  private static func openStack() -> Stack {
    let service = Service("service", ServiceOptions())
    for _ in 0..<5 {
      guard let breaker = service.circuitBreaker, case .admitted(let permit, _) = breaker.acquire(now: .zero)
      else { break }
      _ = breaker.record(.failure, of: permit, now: .zero)
    }
    var stage = StackOptions()
    stage.refusal.onRefusal = .deadLetter
    return Stack(stage, service: service)
  }

  private static func refusal() -> PolicyFigure {
    let stack = openStack()
    return PolicyFigure("open refusal through `AttemptMachine`", 40) {
      refuse(stack) { _ in }
    }
  }

  /// The same by a driver that also takes the two events, as the engine does.
  private static func refusalWithEvents() -> PolicyFigure {
    let stack = openStack()
    return PolicyFigure("open refusal through `AttemptMachine`, events taken", 40) {
      var events = 0
      _ = refuse(stack) { _ in events += 1 }
      return events / 2
    }
  }

  private static func refuse(_ stack: Stack, _ log: (PolicyEvent) -> Void) -> Int {
    var refusals = 0
    var call = AttemptMachine(stack)
    for number in 0..<PolicyFigure.calls {
      call.restart(call: UInt64(number))
      if case .finish(.giveUp) = call.handle(.start, now: .zero, log: log) { refusals += 1 }
    }
    return refusals
  }
}

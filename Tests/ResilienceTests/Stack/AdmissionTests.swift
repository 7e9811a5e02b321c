import Resilience
import Testing

@Suite("Being let through")
struct AdmissionTests {
  /// Opens the circuit of a stack at 0 s.
  private func open(_ stack: Stack) {
    let call = DrivenCall(stack, 99)
    _ = call.start()
    _ = call.fails(1, at: 0)
    _ = call.tell(.cancelled, at: 0)
  }

  @Test("Case 24: an open circuit consumes no attempt, and nobody sleeps past the deadline")
  func openCircuitConsumesNothing() {
    let stack = Stack(.plain, service: .opening(after: 1))
    open(stack)
    let call = DrivenCall(stack)
    #expect(call.start(at: 1) == .wait(.refusal(.circuitOpen), until: 10))
    #expect(call.tell(.timerFired, at: 10) == .call(1))
    _ = call.fails(1, at: 10)
    #expect(call.tell(.timerFired, at: 12) == .wait(.refusal(.circuitOpen), until: 20))
    #expect(call.tell(.timerFired, at: 20) == .call(2))
    #expect(call.events.contains(.refused(.circuitOpen, retryAt: at(20))))

    var hasty = StackOptions.plain
    hasty.timeout.deadline = .seconds(5)
    let late = DrivenCall(Stack(hasty, service: stack.service))
    #expect(late.start(at: 21).gaveUp == nil, "nothing is known of the probe that is out")
    _ = call.fails(2, at: 21)
    let end = late.tell(.timerFired, at: 21.5).gaveUp
    #expect(end?.reason == .deadline)
    #expect(end?.refusal == .circuitOpen)
    #expect(end?.failure == nil)
  }

  @Test("attempts to reconnect don't wait for the circuit that the same failures opened")
  func reconnectsBesideAnOpenCircuit() {
    let stack = Stack(.plain, service: .opening(after: 2))
    let calls = (1...3).map { DrivenCall(stack, $0) }
    for call in calls { #expect(call.start() == .call(1)) }
    for call in calls { #expect(call.fails(1, .system, at: 0) == .wait(.recovery, until: 5)) }
    for call in calls { #expect(call.tell(.timerFired, at: 5) == .call(2)) }
    // One is through, though the circuit is open until 10 s; the others end as their recovery says.
    #expect(calls[0].succeeds(2, at: 5) == .finish(.success))
    for call in calls.dropFirst() {
      #expect(call.fails(2, .system, at: 5) == .wait(.recovery, until: 6))
      #expect(call.tell(.timerFired, at: 6) == .call(3))
      #expect(call.fails(3, .system, at: 6) == .wait(.recovery, until: 8))
      #expect(call.tell(.timerFired, at: 8) == .call(4))
      #expect(call.fails(4, .system, at: 8).paused?.reason == .recoveryFailed)
    }
    #expect(DrivenCall(stack).start(at: 8) == .wait(.refusal(.circuitOpen), until: 10))
  }

  @Test("an open circuit spends no place in the rate")
  func openCircuitSpendsNoRate() {
    let service = Service.opening(after: 1, rate: RateLimitOptions(calls: 1, per: .seconds(100), burst: 2))
    let stack = Stack(.plain, service: service)
    open(stack)
    for _ in 0..<10 { _ = DrivenCall(stack).start(at: 1) }
    #expect(DrivenCall(stack).start(at: 10) == .call(1))
  }

  @Test("Case 25: a full bulkhead and an exceeded rate are no failures for the circuit")
  func refusalsAreNeutral() {
    var options = StackOptions.plain
    options.refusal.onRefusal = .deadLetter
    let full = Service.opening(after: 1, bulkhead: BulkheadOptions(maxConcurrent: 1, maxQueue: 0))
    let slow = Service.opening(after: 1, rate: RateLimitOptions(calls: 1, per: .seconds(60)))
    for (service, reason) in [(full, RefusalReason.bulkheadFull), (slow, .rateLimited)] {
      let stack = Stack(options, service: service)
      let first = DrivenCall(stack)
      #expect(first.start() == .call(1))
      for _ in 0..<10 {
        let end = DrivenCall(stack).start().gaveUp
        #expect(end?.reason == .refused)
        #expect(end?.refusal == reason)
      }
      #expect(service.circuitBreaker?.phase(at: at(0)) == .closed)
    }
  }

  @Test("Case 46: stages that name one service share its circuit; two services never affect each other")
  func sharing() {
    let shared = Service.opening(after: 2)
    let other = Service.opening(after: 2)
    for _ in 0..<2 { open(Stack(.plain, service: shared)) }
    #expect(
      DrivenCall(Stack(.plain, service: shared)).start(at: 1) == .wait(.refusal(.circuitOpen), until: 10))
    #expect(DrivenCall(Stack(.plain, service: other)).start(at: 1) == .call(1))
    #expect(DrivenCall(Stack(.plain)).start(at: 1) == .call(1))
  }

  @Test("after a wait in the queue the circuit is asked again, and what was held is given back")
  func asksTheCircuitAgain() {
    let service = Service.opening(after: 1, bulkhead: BulkheadOptions(maxConcurrent: 1))
    let stack = Stack(.plain, service: service)
    let running = DrivenCall(stack)
    _ = running.start()
    let queued = DrivenCall(stack)
    guard case .waitForPermit = queued.start() else {
      Issue.record("not queued")
      return
    }
    _ = running.fails(1, at: 1)
    #expect(queued.tell(.permitGranted, at: 1) == .wait(.refusal(.circuitOpen), until: 11))
    #expect(service.bulkhead?.load ?? (9, 9) == (0, 0))
  }

  @Test("Case 38: a call whose wait in the queue is over keeps waiting by policy, outside the queue")
  func queueTimeout() {
    let service = Service.opening(after: 1, bulkhead: BulkheadOptions(maxConcurrent: 1, maxWait: .seconds(5)))
    let stack = Stack(.plain, service: service)
    let running = DrivenCall(stack)
    _ = running.start()
    let queued = DrivenCall(stack)
    _ = queued.start()
    #expect(queued.tell(.timerFired, at: 5) == .wait(.refusal(.bulkheadFull), until: 5.1))
    #expect(service.bulkhead?.load ?? (9, 9) == (1, 0))
    _ = running.succeeds(1, at: 5)
    #expect(queued.tell(.timerFired, at: 5.1) == .call(1))
  }

  @Test("a wait that would exceed max_wait pauses the run at once; one for an isolated service always does")
  func pauses() {
    var options = StackOptions.plain
    options.refusal.maxWait = .seconds(9)
    let stack = Stack(options, service: .opening(after: 1))
    open(stack)
    #expect(DrivenCall(stack).start(at: 0.5).paused?.refusal == .circuitOpen)
    #expect(DrivenCall(stack).start(at: 1).paused == nil)

    let service = Service.opening(after: 1)
    _ = service.circuitBreaker?.force(.isolated, now: at(0))
    #expect(DrivenCall(Stack(.plain, service: service)).start().paused?.refusal == .isolated)
  }

  @Test("polls for a free probe grow longer, and max_wait ends them")
  func polls() {
    var options = StackOptions.plain
    options.refusal.maxWait = .seconds(1)
    let stack = Stack(options, service: .opening(after: 1))
    open(stack)
    let probe = DrivenCall(stack)
    _ = probe.start(at: 10)
    let call = DrivenCall(stack)
    #expect(call.start(at: 10) == .wait(.refusal(.probesOut), until: 10.1))
    #expect(call.tell(.timerFired, at: 10.1) == .wait(.refusal(.probesOut), until: 10.3))
    #expect(call.tell(.timerFired, at: 10.3) == .wait(.refusal(.probesOut), until: 10.7))
    #expect(call.tell(.timerFired, at: 10.7) == .wait(.refusal(.probesOut), until: 11))
    #expect(call.tell(.timerFired, at: 11).paused?.refusal == .probesOut)
    #expect(call.events.filter { $0 == .refused(.probesOut, retryAt: nil) }.count == 1)
  }

  @Test("a wait for the rate ends in the attempt, and time waited doesn't count against max_elapsed")
  func waitsForTheRate() {
    var options = StackOptions.plain
    options.retry.maxElapsed = .seconds(5)
    let service = Service.opening(after: 9, rate: RateLimitOptions(calls: 1, per: .seconds(20)))
    let stack = Stack(options, service: service)
    _ = DrivenCall(stack).start()
    let call = DrivenCall(stack)
    #expect(call.start(at: 1) == .wait(.rate, until: 20))
    #expect(call.tell(.timerFired, at: 20) == .call(1))
    #expect(call.fails(1, at: 21) == .wait(.backoff, until: 23))
  }

  @Test("a place in the rate is waited for beyond max_wait, though not beyond the deadline")
  func queuesForTheRate() {
    var options = StackOptions.plain
    options.refusal.maxWait = .seconds(2)
    let rate = RateLimitOptions(calls: 1, per: .seconds(20))
    let stack = Stack(options, service: .opening(after: 9, rate: rate))
    let calls = (0..<4).map { DrivenCall(stack, $0) }
    #expect(calls[0].start() == .call(1))
    for (place, call) in calls.enumerated().dropFirst() {
      #expect(call.start() == .wait(.rate, until: Double(place) * 20))
    }
    options.timeout.deadline = .seconds(60)
    let hurried = DrivenCall(Stack(options, service: stack.service))
    #expect(hurried.start(at: 1).gaveUp?.reason == .deadline)
    // A call that goes out of scope gives its place back.
    withExtendedLifetime(calls) {}
  }

  @Test("on_refusal: fallback uses it without waiting")
  func fallsBack() {
    var options = StackOptions.plain
    options.refusal.onRefusal = .fallback
    options.fallback = FallbackOptions(.skip)
    let stack = Stack(options, service: .opening(after: 1))
    let call = DrivenCall(stack, 99)
    _ = call.start()
    _ = call.fails(1, at: 0)
    guard case .finish(.fallback(let end)) = DrivenCall(stack).start(at: 1) else {
      Issue.record("no fallback")
      return
    }
    #expect(end.refusal == .circuitOpen)
  }
}

import Resilience
import Testing

@Suite("A call through its layers")
struct AttemptMachineTests {
  @Test("the order of the layers is fixed, and only those in force are listed")
  func order() {
    #expect(
      Layer.allCases.map(\.rawValue) == [
        "fallback", "idempotency", "deadline", "retry", "circuit_breaker", "rate_limit", "bulkhead",
        "timeout",
        "fault_injection",
      ])
    var options = StackOptions.plain
    options.timeout.attempt = .seconds(1)
    #expect(
      Stack(options, service: .opening(after: 3)).layers == [.retry, .circuitBreaker, .attemptTimeout])
  }

  @Test("a call fails, waits, is tried again and succeeds")
  func retries() {
    let call = DrivenCall(Stack(.plain))
    #expect(call.start() == .call(1))
    #expect(call.fails(1, at: 1) == .wait(.backoff, until: 3))
    #expect(call.tell(.timerFired, at: 2) == .wait(.backoff, until: 3), "woken too early")
    #expect(call.tell(.timerFired, at: 3) == .call(2))
    #expect(call.succeeds(2, at: 4) == .finish(.success))
    #expect(call.events == [.attemptFailed(attempt: 1, .transient), .retrying(attempt: 2, at: at(3))])
  }

  @Test("Case 8: a probe whose task crashes frees its place")
  func crashedProbe() {
    let service = Service.opening(after: 1)
    let stack = Stack(.plain, service: service)
    let first = DrivenCall(stack)
    _ = first.start()
    _ = first.fails(1, at: 0)
    do {
      let probe = DrivenCall(stack)
      #expect(probe.start(at: 10) == .call(1))
      #expect(DrivenCall(stack).start(at: 10) == .wait(.refusal(.probesOut), until: 10.1))
    }
    #expect(DrivenCall(stack).start(at: 10) == .call(1))
  }

  @Test("Case 26: an attempt timeout counts as a failure of the service, the caller's cancellation doesn't")
  func timeoutsCount() {
    var options = StackOptions.plain
    options.timeout.attempt = .seconds(5)
    let service = Service.opening(after: 2)
    let stack = Stack(options, service: service)
    for _ in 0..<10 {
      let call = DrivenCall(stack)
      #expect(call.start() == .call(1, until: 5))
      #expect(call.tell(.cancelled, at: 1) == .finish(.cancelled))
    }
    #expect(service.circuitBreaker?.phase(at: at(1)) == .closed)
    let call = DrivenCall(stack)
    _ = call.start()
    #expect(call.tell(.timedOut(attempt: 1), at: 5) == .wait(.backoff, until: 7))
    #expect(call.tell(.timerFired, at: 7) == .call(2, until: 12))
    _ = call.tell(.timedOut(attempt: 2), at: 12)
    #expect(service.circuitBreaker?.phase(at: at(12)) == .open)
  }

  @Test("an attempt that the deadline cuts shorter than its own limit says nothing about the service")
  func deadlineBlamesNobody() {
    var options = StackOptions.plain
    options.timeout = TimeoutOptions(attempt: .seconds(5), deadline: .seconds(3))
    let service = Service.opening(after: 1)
    let call = DrivenCall(Stack(options, service: service))
    #expect(call.start() == .call(1, until: 3))
    #expect(call.tell(.timedOut(attempt: 1), at: 3).gaveUp?.reason == .deadline)
    #expect(service.circuitBreaker?.phase(at: at(3)) == .closed)
  }

  @Test("Case 27: at one instant a success in hand wins, then cancellation, then failure, then timeout")
  func winners() {
    #expect(AttemptSignals([.timedOut, .cancelled]).winner == .cancelled)
    #expect(AttemptSignals([.timedOut, .cancelled, .failed]).winner == .cancelled)
    #expect(AttemptSignals([.timedOut, .cancelled, .succeeded]).winner == .succeeded)
    #expect(AttemptSignals([.timedOut, .failed]).winner == .failed)
    #expect(AttemptSignals([.timedOut]).winner == .timedOut)
    #expect(AttemptSignals([]).winner == nil)
  }

  @Test("Case 28: a result that comes after its attempt timed out is dropped and logged")
  func lateResult() {
    let service = Service.opening(after: 5)
    let call = DrivenCall(Stack(.plain, service: service))
    _ = call.start()
    _ = call.tell(.timedOut(attempt: 1), at: 5)
    #expect(call.succeeds(1, at: 6) == .ignore)
    #expect(call.events.last == .lateResult(attempt: 1))
    #expect(call.tell(.timerFired, at: 7) == .call(2))
    #expect(call.succeeds(1, at: 8) == .ignore, "also while the next attempt is out")
    #expect(call.succeeds(2, at: 9) == .finish(.success))
    #expect(call.succeeds(1, at: 10) == .ignore)
  }

  @Test("Case 29: a deadline that passes during a backoff ends the call at once, without another attempt")
  func deadlineDuringBackoff() {
    var options = StackOptions.plain
    options.timeout.deadline = .seconds(4)
    let call = DrivenCall(Stack(options))
    _ = call.start()
    #expect(call.fails(1, at: 1) == .wait(.backoff, until: 3))
    let end = call.tell(.timerFired, at: 4).gaveUp
    #expect(end?.reason == .deadline)
    #expect(end?.failure == AttemptFailure(.transient))
  }

  @Test("Case 34: an empty budget gives up before sleeping, with the service's own failure")
  func emptyBudget() {
    let service = Service("s", ServiceOptions(), retryBudget: RetryBudgetOptions(share: 0.1, minimum: 1))
    let stack = Stack(.plain, service: service)
    let calls = (0..<2).map { DrivenCall(stack, $0) }
    for call in calls { _ = call.start() }
    #expect(calls[0].fails(1, at: 0) == .wait(.backoff, until: 2))
    let end = calls[1].fails(1, at: 0).gaveUp
    #expect(end?.reason == .budgetEmpty)
    #expect(end?.failure == AttemptFailure(.transient))
    #expect(end?.attempt == 1)
    // A call that goes out of scope gives its permit back.
    withExtendedLifetime(calls) {}
  }

  @Test("Case 42: a trip reports the failure that caused it; cancellation never becomes a circuit's error")
  func tripKeepsTheFailure() {
    var options = StackOptions.plain
    options.retry.maxRetries = 0
    let stack = Stack(options, service: .opening(after: 1))
    let call = DrivenCall(stack)
    _ = call.start()
    let end = call.fails(1, at: 0).gaveUp
    #expect(end?.failure == AttemptFailure(.transient))
    #expect(end?.reason == .retriesExhausted)
    #expect(end?.refusal == nil)
    let waiting = DrivenCall(stack)
    #expect(waiting.start(at: 1) == .wait(.refusal(.circuitOpen), until: 10))
    #expect(waiting.tell(.cancelled, at: 2) == .finish(.cancelled))
  }

  @Test("permanent and business failures are given up at once, and are successes for the circuit")
  func answersThatSayNo() {
    let service = Service.opening(after: 1)
    let stack = Stack(.plain, service: service)
    for failureClass in [FailureClass.permanent, .business] {
      let call = DrivenCall(stack)
      _ = call.start()
      #expect(call.fails(1, failureClass, at: 0).gaveUp?.reason == .notRetryable)
    }
    #expect(service.circuitBreaker?.phase(at: at(0)) == .closed)
  }

  @Test("a system failure waits and reconnects three times, then pauses the run")
  func systemFailure() {
    let call = DrivenCall(Stack(.plain))
    _ = call.start()
    #expect(call.fails(1, .system, at: 0) == .wait(.recovery, until: 5))
    #expect(call.tell(.timerFired, at: 5) == .call(2))
    #expect(call.fails(2, .system, at: 5) == .wait(.recovery, until: 6))
    _ = call.tell(.timerFired, at: 6)
    #expect(call.fails(3, .system, at: 6) == .wait(.recovery, until: 8))
    _ = call.tell(.timerFired, at: 8)
    let end = call.fails(4, .system, at: 8).paused
    #expect(end?.reason == .recoveryFailed)
    #expect(end?.severity == .critical)
  }

  @Test("Case 48: a duplicate ends the call without an attempt")
  func duplicate() {
    var options = StackOptions.plain
    options.idempotency = IdempotencyOptions()
    let call = DrivenCall(Stack(options))
    #expect(call.start() == .claimKey)
    #expect(call.tell(.keyClaimed(.inFlight), at: 0) == .finish(.duplicate(.inFlight)))
    #expect(call.events == [.duplicate(.inFlight)])
    let first = DrivenCall(Stack(options))
    _ = first.start()
    #expect(first.tell(.keyClaimed(.new), at: 0) == .call(1))
  }

  @Test("Case 49: a fallback is marked with what it stands in for, and only for failures of the service")
  func fallback() {
    var options = StackOptions.plain
    options.retry.maxRetries = 0
    options.fallback = FallbackOptions(.value("0"))
    let call = DrivenCall(Stack(options))
    _ = call.start()
    let action = call.fails(1, at: 0)
    guard case .finish(.fallback(let end)) = action else {
      Issue.record("no fallback: \(action)")
      return
    }
    #expect(end.reason == .retriesExhausted)
    #expect(call.events.last == .fellBack(end))
    let other = DrivenCall(Stack(options))
    _ = other.start()
    #expect(other.fails(1, .business, at: 0).gaveUp != nil)
  }

  @Test("Case 47: any attempt whose outcome is unknown makes the whole call's outcome unknown")
  func unknownEffectStays() {
    var options = StackOptions.plain
    options.retry.maxRetries = 1
    let call = DrivenCall(Stack(options))
    _ = call.start()
    _ = call.tell(.timedOut(attempt: 1), at: 1)
    _ = call.tell(.timerFired, at: 3)
    #expect(call.fails(2, .permanent, at: 4).gaveUp?.effect == .unknown)
  }

  @Test("faults are injected inside the attempt, so the layers outside treat them like any failure")
  func injectsFaults() {
    let fault = InjectedFault(error: .transient)
    let injector = FaultInjector(FaultInjectionOptions(rules: [.init(share: 1, fault)]), start: at(0))
    let call = DrivenCall(Stack(.plain, injector: injector))
    #expect(call.start() == .call(attempt: 1, until: .distantFuture, fault: fault))
    #expect(call.events == [.injected(attempt: 1, fault)])
  }

  @Test("what one event led to is told in order, however much it is")
  func eventsInOrder() {
    var options = StackOptions.plain
    options.retry.maxRetries = 0
    options.fallback = FallbackOptions(.skip)
    let call = DrivenCall(Stack(options, service: .opening(after: 1)))
    _ = call.start()
    guard case .finish(.fallback(let end)) = call.fails(1, at: 1) else {
      Issue.record("no fallback")
      return
    }
    guard case .circuit(let opened) = call.events.first else {
      Issue.record("the circuit didn't open")
      return
    }
    #expect(opened.to == .open)
    #expect(call.events.dropFirst() == [.attemptFailed(attempt: 1, .transient), .fellBack(end)])
  }

  @Test("a machine takes one call after another, each from its beginning")
  func restarts() {
    var options = StackOptions.plain
    options.retry.maxRetries = 1
    let service = Service.opening(after: 10, bulkhead: BulkheadOptions(maxConcurrent: 1))
    var machine = AttemptMachine(Stack(options, service: service), call: 1)
    for call in 1...3 {
      let start = Double(call) * 100
      if call > 1 { machine.restart(call: UInt64(call)) }
      var action = machine.handle(.start, now: at(start))
      #expect(action == .call(1))
      action = machine.handle(.finished(attempt: 1, .failure(AttemptFailure(.transient))), now: at(start))
      #expect(action == .wait(.backoff, until: start + 2))
      action = machine.handle(.timerFired, now: at(start + 2))
      #expect(action == .call(2))
      action = machine.handle(.finished(attempt: 2, .success), now: at(start + 3))
      #expect(action == .finish(.success))
      #expect(service.bulkhead?.load.running == 0)
    }
  }

  @Test("what calls are told and answer fits four registers")
  func fitsRegisters() {
    #expect(MemoryLayout<CallAction>.size <= 32)
    #expect(MemoryLayout<CallEvent>.size <= 32)
  }
}

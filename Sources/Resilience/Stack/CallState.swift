/// What an `AttemptMachine` knows of its call. The stack is handed in with every event, since holding it here
/// too would cost more than most layers do; the way of a call that succeeds is inlined for the same reason.
///
/// Invariants: permits are held only from admission to the end of their attempt; a call that has finished
/// holds none. An attempt is named by its number, and only the current attempt's end counts.
struct CallState: ~Copyable, Sendable {
  /// Takes what the policies did.
  typealias Log = (PolicyEvent) -> Void

  enum Phase: Sendable, Hashable {
    case idle
    case claimingKey
    case waiting(until: Instant, WaitReason)
    case queued(BulkheadTicket, until: Instant)
    case calling
    case finished
  }

  private(set) var attempt: Int
  var phase = Phase.idle
  var deadline = Instant.distantFuture
  var retry: RetryState
  var refusals = RefusalState()
  var lastFailure: AttemptFailure?
  var lastRefusal: RefusalReason?
  var effect: AttemptFailure.Effect
  var circuitPermit: CircuitBreakerPermit?
  var ratePermit: RateLimitPermit?
  var holdsPlace = false
  var failedAttempt = 0
  var recoveryAttempts = 0
  private var limitBlamesService = true
  private var inBudget = false
  private var holdsRetryPermit = false
  private let firstWait: Int64
  private let call: UInt64
  private var random: SplitMix64

  @inline(__always)
  init(call: UInt64, seed: UInt64, resuming progress: CallProgress?) {
    self.call = call
    random = SplitMix64(seed: seed ^ call)
    retry = RetryState(now: .zero, failedAttempts: progress?.failedAttempts ?? 0)
    attempt = progress?.failedAttempts ?? 0
    effect = progress?.effect ?? .none
    firstWait = progress?.rest ?? 0
  }

  func progress(now: Instant) -> CallProgress {
    var rest: Int64 = 0
    if case .waiting(let until, .backoff) = phase { rest = max(0, now.nanoseconds(to: until)) }
    // An attempt that is out may have been carried out by the time the process dies.
    return CallProgress(
      failedAttempts: retry.failedAttempts, rest: rest, effect: phase == .calling ? .unknown : effect)
  }

  @inline(__always)
  mutating func handle(_ event: CallEvent, _ stack: Stack, _ now: Instant, _ log: Log) -> CallAction {
    switch event {
    case .start: return start(stack, now, log)
    case .keyClaimed(let claim): return keyClaimed(stack, claim, now, log)
    case .permitGranted: return permitGranted(stack, now, log)
    case .timerFired: return timerFired(stack, now, log)
    case .finished(let number, let outcome): return finished(stack, number, outcome, now, log)
    case .timedOut(let number, let failureClass): return timedOut(stack, number, failureClass, now, log)
    case .cancelled: return cancelled(stack, now, log)
    }
  }
}

extension CallState {
  @inline(__always)
  private mutating func start(_ stack: Stack, _ now: Instant, _ log: Log) -> CallAction {
    precondition(phase == .idle, "a call was started twice")
    if stack.claimsKey {
      phase = .claimingKey
      return .claimKey
    }
    return begin(stack, now, log)
  }

  private mutating func keyClaimed(_ stack: Stack, _ claim: KeyClaim, _ now: Instant, _ log: Log)
    -> CallAction
  {
    guard phase == .claimingKey else { return .ignore }
    if claim == .new { return begin(stack, now, log) }
    log(.duplicate(claim))
    return finish(stack, .duplicate(claim))
  }

  @inline(__always)
  private mutating func begin(_ stack: Stack, _ now: Instant, _ log: Log) -> CallAction {
    if let limit = stack.deadline { deadline = now.advanced(byNanoseconds: limit) }
    retry = RetryState(now: now, failedAttempts: retry.failedAttempts)
    if let budget = stack.retryBudget {
      budget.begin()
      inBudget = true
    }
    return firstWait > 0
      ? wait(until: now.advanced(byNanoseconds: firstWait), .backoff) : admit(stack, now, log)
  }

  private mutating func permitGranted(_ stack: Stack, _ now: Instant, _ log: Log) -> CallAction {
    guard case .queued = phase else { return .ignore }
    holdsPlace = true
    return admit(stack, now, log)
  }

  private mutating func timerFired(_ stack: Stack, _ now: Instant, _ log: Log) -> CallAction {
    switch phase {
    case .waiting(let until, let reason):
      if now >= deadline { return giveUp(stack, .deadline, now, log) }
      if case .refusal = reason { return admit(stack, now, log) }
      return now < until ? .wait(until: until, reason) : admit(stack, now, log)
    case .queued(let ticket, let until):
      if now < until { return .waitForPermit(ticket, until: until) }
      // A ticket that can't be cancelled any more has been granted meanwhile, and the place is ours.
      if stack.bulkhead?.cancelWaiter(ticket) == false {
        holdsPlace = true
        return admit(stack, now, log)
      }
      return refused(stack, .bulkheadFull, retryAt: nil, now, log)
    case .idle, .claimingKey, .calling, .finished: return .ignore
    }
  }

  @inline(__always)
  private mutating func finished(
    _ stack: Stack, _ number: Int, _ outcome: Outcome, _ now: Instant, _ log: Log
  )
    -> CallAction
  {
    guard phase == .calling, number == attempt else { return late(number, log) }
    switch outcome {
    case .success:
      giveBack(stack, .success, now, log)
      return finish(stack, .success)
    case .cancelled:
      return cancelled(stack, now, log)
    case .refused:
      return refused(stack, .byPart, retryAt: nil, now, log)
    case .failure(let failure):
      giveBack(stack, stack.countAsFailure.contains(failure.failureClass) ? .failure : .success, now, log)
      log(.attemptFailed(attempt: number, failure.failureClass))
      return failed(stack, failure, now, log)
    }
  }

  private mutating func timedOut(
    _ stack: Stack, _ number: Int, _ failureClass: FailureClass, _ now: Instant, _ log: Log
  ) -> CallAction {
    guard phase == .calling, number == attempt else { return .ignore }
    giveBack(stack, limitBlamesService ? .failure : .neutral, now, log)
    log(.timedOut(attempt: number))
    var failure = AttemptFailure.timeout
    failure.failureClass = failureClass
    return failed(stack, failure, now, log)
  }

  private mutating func failed(_ stack: Stack, _ failure: AttemptFailure, _ now: Instant, _ log: Log)
    -> CallAction
  {
    lastFailure = failure
    failedAttempt = attempt
    if failure.effect == .unknown { effect = .unknown }
    releaseRetryPermit(stack)
    if failure.failureClass == .system { return recover(stack, failure, now, log) }
    recoveryAttempts = 0
    let budget = inBudget ? stack.retryBudget : nil
    let decision = retry.failed(
      failure, options: stack.options.retry, backoff: stack.backoff, now: now, deadline: deadline,
      repeats: stack.options.repeats, random: &random, takePermit: { budget?.takePermit() ?? true })
    switch decision {
    case .retry(let at):
      holdsRetryPermit = budget != nil
      log(.retrying(attempt: attempt + 1, at: at))
      return wait(until: at, .backoff)
    case .giveUp(let reason):
      return giveUp(stack, reason, now, log)
    }
  }

  private mutating func recover(_ stack: Stack, _ failure: AttemptFailure, _ now: Instant, _ log: Log)
    -> CallAction
  {
    guard stack.options.repeats || failure.effect == .none else {
      return giveUp(stack, .notRetryable, now, log)
    }
    var state = RecoveryState(stack.options.recovery, attempts: recoveryAttempts)
    let action = state.failed(now: now)
    recoveryAttempts = state.attempts
    guard case .reconnect(let at) = action else { return giveUp(stack, .recoveryFailed, now, log) }
    if at >= deadline { return giveUp(stack, .deadline, now, log) }
    log(.recovering(attempt: state.attempts, at: at))
    return wait(until: at, .recovery)
  }

  private mutating func cancelled(_ stack: Stack, _ now: Instant, _ log: Log) -> CallAction {
    if phase == .finished { return .ignore }
    if case .queued(let ticket, _) = phase, stack.bulkhead?.cancelWaiter(ticket) == false {
      holdsPlace = true
    }
    if phase == .calling { effect = .unknown }
    giveBack(stack, .neutral, now, log)
    return finish(stack, .cancelled)
  }

  private mutating func late(_ number: Int, _ log: Log) -> CallAction {
    log(.lateResult(attempt: number))
    return .ignore
  }

  /// Gives everything back when the call's scope ends without a verdict: its task threw, trapped or went
  /// away.
  func leave(_ stack: Stack) {
    if case .queued(let ticket, _) = phase, stack.bulkhead?.cancelWaiter(ticket) == false {
      stack.bulkhead?.release()
    }
    if holdsPlace { stack.bulkhead?.release() }
    if let ratePermit, phase != .calling { stack.rateLimiter?.cancel(ratePermit) }
    // A neutral result only frees the probe's place, so the time doesn't matter.
    if let circuitPermit { _ = stack.circuitBreaker?.record(.neutral, of: circuitPermit, now: .zero) }
    if inBudget { stack.retryBudget?.end(holdsPermit: holdsRetryPermit) }
  }

  /// Makes the attempt, now that every layer has let it through.
  @inline(__always)
  mutating func makeAttempt(_ stack: Stack, _ now: Instant, _ log: Log) -> CallAction {
    retry.exclude(nanoseconds: refusals.admitted(now: now))
    lastRefusal = nil
    attempt += 1
    phase = .calling
    let limit = AttemptLimit(attempt: stack.attemptLimit, deadline: deadline, now: now)
    limitBlamesService = limit.blamesService
    let fault = stack.injector?.fault(call: call, attempt: attempt, now: now)
    if let fault { log(.injected(attempt: attempt, fault)) }
    return .call(attempt: attempt, until: limit.at, fault: fault)
  }

  mutating func wait(until: Instant, _ reason: WaitReason) -> CallAction {
    phase = .waiting(until: until, reason)
    return .wait(until: until, reason)
  }

  /// Ends the call without a result of its own: fallback, dead letter or pause.
  mutating func giveUp(_ stack: Stack, _ reason: RetryState.Reason, _ now: Instant, _ log: Log) -> CallAction
  {
    giveBack(stack, .neutral, now, log)
    let end = GiveUp(
      failure: lastFailure, reason: reason, effect: effect, refusal: lastRefusal, attempt: failedAttempt)
    if let fallback = stack.options.fallback, covers(stack, fallback, end) {
      log(.fellBack(end))
      return finish(stack, .fallback(end))
    }
    if reason == .recoveryFailed {
      log(.paused(end))
      return finish(stack, .pause(end))
    }
    log(.gaveUp(end))
    return finish(stack, .giveUp(end))
  }

  private func covers(_ stack: Stack, _ fallback: FallbackOptions, _ end: GiveUp) -> Bool {
    if end.reason == .refused { return stack.options.refusal.onRefusal == .fallback }
    return fallback.classes.contains(end.failureClass)
  }

  mutating func finish(_ stack: Stack, _ verdict: Verdict) -> CallAction {
    if inBudget {
      stack.retryBudget?.end(holdsPermit: holdsRetryPermit)
      inBudget = false
      holdsRetryPermit = false
    }
    phase = .finished
    return .finish(verdict)
  }

  private mutating func releaseRetryPermit(_ stack: Stack) {
    guard holdsRetryPermit else { return }
    stack.retryBudget?.releasePermit()
    holdsRetryPermit = false
  }
}

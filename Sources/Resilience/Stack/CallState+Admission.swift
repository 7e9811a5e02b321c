/// The way in: circuit, then rate, then bulkhead; and back out of them in one place.
extension CallState {
  /// Passes the layers that haven't let the call through yet, until one makes it wait or all have.
  ///
  /// After a wait further in, the circuit may have opened, or a probe's lease may have expired; so the permit
  /// is checked again before it is used.
  mutating func admit(_ stack: Stack, _ now: Instant, _ log: Log) -> CallAction {
    if now >= deadline { return giveUp(stack, .deadline, now, log) }
    return stack.circuitBreaker == nil ? enterRate(stack, now, log) : enterCircuit(stack, now, log)
  }

  // Each layer hands the call to the next. The parts are asked through the stack: a reference to one that is
  // handed on would have to be counted.

  private mutating func enterCircuit(_ stack: Stack, _ now: Instant, _ log: Log) -> CallAction {
    if let permit = circuitPermit {
      if stack.circuitBreaker?.isCurrent(permit, now: now) == true { return enterRate(stack, now, log) }
      if let transition = stack.circuitBreaker?.record(.neutral, of: permit, now: now) {
        log(.circuit(transition))
      }
      circuitPermit = nil
    }
    switch stack.circuitBreaker?.acquire(now: now) {
    case nil: return enterRate(stack, now, log)
    case .admitted(let permit, let transition):
      circuitPermit = permit
      if let transition { log(.circuit(transition)) }
      return enterRate(stack, now, log)
    case .refused(.isolated, _): return refused(stack, .isolated, retryAt: nil, now, log)
    // The failures that begin a recovery open the circuit as well, mostly for longer than the recovery takes; attempts
    // to reconnect are few, and the circuit learns nothing of them.
    case .refused where recoveryAttempts > 0: return enterRate(stack, now, log)
    case .refused(.halfOpen, _): return refused(stack, .probesOut, retryAt: nil, now, log)
    case .refused(_, let retryAt): return refused(stack, .circuitOpen, retryAt: retryAt, now, log)
    }
  }

  private mutating func enterRate(_ stack: Stack, _ now: Instant, _ log: Log) -> CallAction {
    if stack.rateLimiter != nil, ratePermit == nil {
      // A place in the rate comes for certain, at a time that is known, so that the longest refusal is no limit:
      // calls that queue for their own rate don't mean that anything is wrong.
      let waits = stack.options.refusal.onRefusal == .wait
      switch stack.rateLimiter?.reserve(now: now, latest: waits ? deadline : now) {
      case nil: break
      case .granted(let permit): ratePermit = permit
      case .refused(let availableAt): return refused(stack, .rateLimited, retryAt: availableAt, now, log)
      }
    }
    guard let permit = ratePermit, permit.readyAt > now else { return enterBulkhead(stack, now, log) }
    retry.exclude(nanoseconds: now.nanoseconds(to: permit.readyAt))
    return wait(until: permit.readyAt, .rate)
  }

  private mutating func enterBulkhead(_ stack: Stack, _ now: Instant, _ log: Log) -> CallAction {
    if stack.bulkhead == nil || holdsPlace { return makeAttempt(stack, now, log) }
    switch stack.bulkhead?.acquire(now: now, latest: latestAdmission(stack, now)) {
    case nil: return makeAttempt(stack, now, log)
    case .admitted:
      holdsPlace = true
      return makeAttempt(stack, now, log)
    case .queued(let ticket, let until):
      refusals.begin(now: now)
      phase = .queued(ticket, until: until)
      return .waitForPermit(ticket, until: until)
    case .refused:
      return refused(stack, .bulkheadFull, retryAt: nil, now, log)
    }
  }

  /// How long the call may wait to be let through: to its deadline, and not beyond the longest refusal.
  private func latestAdmission(_ stack: Stack, _ now: Instant) -> Instant {
    min(deadline, refusals.latest(stack.maxRefusal, now: now))
  }

  /// Turned away: gives everything back, then waits, falls back or gives up as the policy says.
  mutating func refused(
    _ stack: Stack, _ reason: RefusalReason, retryAt: Instant?, _ now: Instant, _ log: Log
  )
    -> CallAction
  {
    giveBack(stack, .neutral, now, log)
    if lastRefusal != reason { log(.refused(reason, retryAt: retryAt)) }
    lastRefusal = reason
    guard stack.options.refusal.onRefusal == .wait else { return giveUp(stack, .refused, now, log) }
    if let retryAt, retryAt >= deadline { return giveUp(stack, .deadline, now, log) }
    let latest = refusals.latest(stack.maxRefusal, now: now)
    // Nothing but a person ends an isolation, so there is nothing to wait for.
    guard reason != .isolated, let until = refusals.wait(until: retryAt, latest: latest, now: now) else {
      return pause(stack, now, log)
    }
    return wait(until: min(until, deadline), .refusal(reason))
  }

  private mutating func pause(_ stack: Stack, _ now: Instant, _ log: Log) -> CallAction {
    let end = GiveUp(
      failure: lastFailure, reason: .refused, effect: effect, refusal: lastRefusal, attempt: failedAttempt)
    log(.paused(end))
    return finish(stack, .pause(end))
  }

  /// Gives back every permit of the attempt. A place in the rate that was used stays used; one that wasn't
  /// goes back.
  mutating func giveBack(_ stack: Stack, _ result: CircuitBreakerResult, _ now: Instant, _ log: Log) {
    if holdsPlace {
      holdsPlace = false
      stack.bulkhead?.release()
    }
    if let permit = ratePermit {
      ratePermit = nil
      if phase != .calling { stack.rateLimiter?.cancel(permit) }
    }
    if let permit = circuitPermit {
      circuitPermit = nil
      if let transition = stack.circuitBreaker?.record(result, of: permit, now: now) {
        log(.circuit(transition))
      }
    }
  }
}

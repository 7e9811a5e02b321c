/// The way in: circuit, then rate, then bulkhead; and back out of them in one place.
extension CallState {
  /// Passes the layers that haven't let the call through yet, until one makes it wait or all have.
  ///
  /// After a wait further in, the circuit may have opened, or a probe's lease may have expired; so the permit
  /// is checked again before it is used.
  mutating func admit(_ stack: Stack, _ now: Instant) -> CallAction {
    if now >= deadline { return giveUp(stack, .deadline, now) }
    if stack.circuitBreaker != nil, let stop = passCircuit(stack, now) { return stop }
    if stack.rateLimiter != nil, let stop = passRate(stack, now) { return stop }
    if stack.bulkhead != nil, let stop = passBulkhead(stack, now) { return stop }
    return makeAttempt(stack, now)
  }

  // The parts are asked through the stack: a reference to one that is handed on would have to be counted.

  private mutating func passCircuit(_ stack: Stack, _ now: Instant) -> CallAction? {
    if let permit = circuitPermit {
      if stack.circuitBreaker?.isCurrent(permit, now: now) == true { return nil }
      if let transition = stack.circuitBreaker?.record(.neutral, of: permit, now: now) {
        log(.circuit(transition))
      }
      circuitPermit = nil
    }
    switch stack.circuitBreaker?.acquire(now: now) {
    case nil: return nil
    case .admitted(let permit, let transition):
      circuitPermit = permit
      if let transition { log(.circuit(transition)) }
      return nil
    case .refused(.isolated, _): return refused(stack, .isolated, retryAt: nil, now)
    // The failures that begin a recovery open the circuit as well, mostly for longer than the recovery takes; attempts
    // to reconnect are few, and the circuit learns nothing of them.
    case .refused where recoveryAttempts > 0: return nil
    case .refused(.halfOpen, _): return refused(stack, .probesOut, retryAt: nil, now)
    case .refused(_, let retryAt): return refused(stack, .circuitOpen, retryAt: retryAt, now)
    }
  }

  private mutating func passRate(_ stack: Stack, _ now: Instant) -> CallAction? {
    if ratePermit == nil {
      let waits = stack.options.refusal.onRefusal == .wait
      switch stack.rateLimiter?.reserve(now: now, latest: waits ? latestAdmission(stack, now) : now) {
      case nil: return nil
      case .granted(let permit): ratePermit = permit
      case .refused(let availableAt): return refused(stack, .rateLimited, retryAt: availableAt, now)
      }
    }
    guard let permit = ratePermit, permit.readyAt > now else { return nil }
    refusals.begin(now: now)
    return wait(until: permit.readyAt, .rate)
  }

  private mutating func passBulkhead(_ stack: Stack, _ now: Instant) -> CallAction? {
    if holdsPlace { return nil }
    switch stack.bulkhead?.acquire(now: now, latest: latestAdmission(stack, now)) {
    case nil: return nil
    case .admitted:
      holdsPlace = true
      return nil
    case .queued(let ticket, let until):
      refusals.begin(now: now)
      phase = .queued(ticket, until: until)
      return .waitForPermit(ticket, until: until)
    case .refused:
      return refused(stack, .bulkheadFull, retryAt: nil, now)
    }
  }

  /// How long the call may wait to be let through: to its deadline, and not beyond the longest refusal.
  private mutating func latestAdmission(_ stack: Stack, _ now: Instant) -> Instant {
    min(deadline, refusals.latest(stack.maxRefusal, now: now))
  }

  /// Turned away: gives everything back, then waits, falls back or gives up as the policy says.
  mutating func refused(_ stack: Stack, _ reason: RefusalReason, retryAt: Instant?, _ now: Instant)
    -> CallAction
  {
    giveBack(stack, .neutral, now)
    if lastRefusal != reason { log(.refused(reason, retryAt: retryAt)) }
    lastRefusal = reason
    guard stack.options.refusal.onRefusal == .wait else { return giveUp(stack, .refused, now) }
    if let retryAt, retryAt >= deadline { return giveUp(stack, .deadline, now) }
    let latest = refusals.latest(stack.maxRefusal, now: now)
    // Nothing but a person ends an isolation, so there is nothing to wait for.
    guard reason != .isolated, let until = refusals.wait(until: retryAt, latest: latest, now: now) else {
      return pause(stack, now)
    }
    return wait(until: min(until, deadline), .refusal(reason))
  }

  private mutating func pause(_ stack: Stack, _ now: Instant) -> CallAction {
    let end = GiveUp(
      reason: .refused, failure: lastFailure, attempt: failedAttempt, effect: effect, refusal: lastRefusal)
    log(.paused(end))
    return finish(stack, .pause(end), now)
  }

  /// Gives back every permit of the attempt. A place in the rate that was used stays used; one that wasn't
  /// goes back.
  mutating func giveBack(_ stack: Stack, _ result: CircuitBreakerResult, _ now: Instant) {
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

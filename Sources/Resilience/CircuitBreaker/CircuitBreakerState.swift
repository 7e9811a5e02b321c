/// A circuit: closed while its service works, open for a while once it doesn't, then half-open for probes.
///
/// Every change of phase starts a new generation, and a result counts only for the generation that admitted
/// its call. So a result that is late for its phase changes nothing: it neither prolongs a break nor decides
/// a half-open period, and the circuit opens at most once per break.
///
/// The phase changes only in `acquire`, `record` and `force`; a break that is over becomes half-open when the
/// next call comes. `phase(at:)` reports such a circuit as half-open already, since that is what a caller
/// would meet.
public struct CircuitBreakerState: Sendable {
  /// Counts the changes of phase.
  public private(set) var generation: UInt64 = 1
  /// Failures in a row since the last success, while closed.
  public internal(set) var consecutiveFailures = 0
  /// When the break ends, while open.
  public internal(set) var openUntil = Instant.zero
  private(set) var stored = CircuitBreakerPhase.closed
  private var window: CallWindow?
  private var probes = ProbeLeases()
  /// What the circuit was told; `state` in here is overridden by `force`.
  public let options: CircuitBreakerOptions
  let threshold: Int
  private let slowFrom: Int64
  let breakLength: Int64
  private let lease: Int64

  /// A closed circuit, or a forced one if the options say so.
  ///
  /// - Parameter attemptTimeout: the time limit of a call, for the length of a probe's lease.
  public init(_ options: CircuitBreakerOptions, attemptTimeout: Duration? = nil) {
    self.options = options
    threshold = options.effectiveFailureThreshold ?? .max
    slowFrom = options.slowCall?.threshold.saturatingNanoseconds ?? .max
    breakLength = options.resetTimeout.saturatingNanoseconds
    lease = options.effectiveLease(attemptTimeout: attemptTimeout).saturatingNanoseconds
    if options.failureRate != nil || options.slowCall != nil {
      window = CallWindow(options.failureRate?.window ?? .time(.seconds(60)))
    }
    switch options.state {
    case .normal: stored = .closed
    case .isolated: stored = .isolated
    case .disabled: stored = .disabled
    }
  }

  /// The phase a call would meet now; reading it changes nothing.
  public func phase(at now: Instant) -> CircuitBreakerPhase {
    stored == .open && now >= openUntil ? .halfOpen : stored
  }

  /// Probes that are out now.
  public func probesOut(at now: Instant) -> Int {
    probes.leases.count { $0.expires > now }
  }

  /// Whether a success now would change nothing, so that it needn't be recorded.
  var isQuiet: Bool {
    stored == .disabled || (stored == .closed && consecutiveFailures == 0 && window == nil)
  }

  /// Asks to let a call through.
  public mutating func acquire(now: Instant) -> CircuitBreakerAdmission {
    switch stored {
    case .closed, .disabled:
      return .admitted(CircuitBreakerPermit(generation: generation, probe: 0, admittedAt: now), nil)
    case .isolated:
      return .refused(.isolated, retryAt: nil)
    case .open:
      if now < openUntil { return .refused(.open, retryAt: openUntil) }
      let transition = enter(.halfOpen, .breakEnded, now)
      return probe(now, transition)
    case .halfOpen:
      return probe(now, nil)
    }
  }

  /// Whether a permit taken before a wait still stands: same generation, and its lease hasn't expired.
  public func isCurrent(_ permit: CircuitBreakerPermit, now: Instant) -> Bool {
    guard permit.generation == generation else { return false }
    return permit.probe == 0 || probes.isHeld(permit.probe, now: now)
  }

  /// Takes the result of a call, once per permit; says so if the circuit opened or closed.
  public mutating func record(
    _ result: CircuitBreakerResult, of permit: CircuitBreakerPermit, now: Instant
  ) -> CircuitBreakerTransition? {
    guard permit.generation == generation else { return nil }
    switch stored {
    case .closed: return recordClosed(result, permit, now)
    case .halfOpen: return recordProbe(result, permit, now)
    case .open, .isolated, .disabled: return nil
    }
  }

  /// Isolates or disables the circuit by hand, or hands it back closed; nothing else ends a forced state.
  public mutating func force(_ state: CircuitBreakerOptions.State, now: Instant) -> CircuitBreakerTransition?
  {
    let target: CircuitBreakerPhase
    switch state {
    case .normal: target = stored == .isolated || stored == .disabled ? .closed : stored
    case .isolated: target = .isolated
    case .disabled: target = .disabled
    }
    return target == stored ? nil : enter(target, .forced, now)
  }

  private mutating func probe(
    _ now: Instant, _ transition: CircuitBreakerTransition?
  ) -> CircuitBreakerAdmission {
    let taken = probes.take(
      now: now, length: lease, maxConcurrent: options.halfOpen.maxConcurrent,
      maxCalls: options.effectiveMaxCalls)
    guard let probe = taken.probe else { return .refused(.halfOpen, retryAt: taken.retryAt) }
    return .admitted(
      CircuitBreakerPermit(generation: generation, probe: probe, admittedAt: now), transition)
  }

  private mutating func recordClosed(
    _ result: CircuitBreakerResult, _ permit: CircuitBreakerPermit, _ now: Instant
  ) -> CircuitBreakerTransition? {
    if result == .neutral { return nil }
    let failed = result == .failure
    consecutiveFailures = failed ? consecutiveFailures + 1 : 0
    let slow = isSlow(permit, now)
    window?.record(failed: failed, slow: slow, now: now)
    if consecutiveFailures >= threshold { return open(.consecutiveFailures, now) }
    guard let counts = window?.total else { return nil }
    let minimum = options.failureRate?.minimumCalls ?? 10
    guard Int(counts.calls) >= minimum else { return nil }
    if let rate = options.failureRate, reaches(rate.threshold, counts.failures, counts.calls) {
      return open(.failureRate, now)
    }
    if let slowCall = options.slowCall, reaches(slowCall.rate, counts.slow, counts.calls) {
      return open(.slowCalls, now)
    }
    return nil
  }

  private mutating func recordProbe(
    _ result: CircuitBreakerResult, _ permit: CircuitBreakerPermit, _ now: Instant
  ) -> CircuitBreakerTransition? {
    probes.release(permit.probe)
    switch result {
    case .neutral: return nil
    case .failure: return open(.probeFailed, now)
    case .success:
      // A circuit that opens on slow calls would open again at once after closing on one.
      if isSlow(permit, now) { return open(.probeFailed, now) }
      return probes.succeed() >= options.successThreshold ? enter(.closed, .probesSucceeded, now) : nil
    }
  }

  private func isSlow(_ permit: CircuitBreakerPermit, _ now: Instant) -> Bool {
    permit.admittedAt.nanoseconds(to: now) >= slowFrom
  }

  /// Compares without dividing, so that 3 of 10 reaches 30 %.
  private func reaches(_ threshold: Double, _ part: UInt32, _ whole: UInt32) -> Bool {
    Double(part) >= threshold * Double(whole) * (1 - 1e-12)
  }

  private mutating func open(_ cause: CircuitBreakerTransition.Cause, _ now: Instant)
    -> CircuitBreakerTransition
  {
    openUntil = now.advanced(byNanoseconds: breakLength)
    return enter(.open, cause, now)
  }

  mutating func enter(
    _ phase: CircuitBreakerPhase, _ cause: CircuitBreakerTransition.Cause, _ now: Instant
  ) -> CircuitBreakerTransition {
    let transition = CircuitBreakerTransition(
      from: stored, to: phase, cause: cause, at: now, until: phase == .open ? openUntil : nil)
    stored = phase
    generation += 1
    consecutiveFailures = 0
    window?.clear()
    probes.begin()
    return transition
  }
}

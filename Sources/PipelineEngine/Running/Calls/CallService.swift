import PipelineModel
import Resilience
import Synchronization

/// A service as a run uses it: its policies, those who wait for it, and its counts.
final class CallService: Sendable {
  /// The name in the policy files; nil for what a stage without service has of its own.
  let name: String?
  /// What its callers share; nil for a stage without service.
  let service: Service?
  let statistics: ServiceStatistics
  private let places: BulkheadPlaces
  private let journal: CallJournal?
  private let lastTrip = Mutex<Failure?>(nil)
  private let refused = Mutex<(last: UInt64, waiting: [UInt64: OneShot<CallSignal>])>((0, [:]))

  /// A service of the policy files.
  init(_ policy: ServicePolicy, attemptTimeout: Duration?, journal: CallJournal?, now: Instant) {
    self.journal = journal
    let places = BulkheadPlaces()
    self.places = places
    name = policy.name
    let service = Service(
      policy.name, policy.options, retryBudget: policy.retryBudget, attemptTimeout: attemptTimeout,
      onGrant: { places.grant($0, now: Timers.now) })
    self.service = service
    statistics = ServiceStatistics(
      name: policy.name, isService: true, phase: service.circuitBreaker?.phase(at: now), now: now)
  }

  /// What a stage without service has of its own: counts.
  init(stage: String, now: Instant) {
    name = nil
    service = nil
    journal = nil
    places = BulkheadPlaces()
    statistics = ServiceStatistics(name: stage, isService: false, phase: nil, now: now)
  }

  /// The error that opened the circuit last; nil if that was in an earlier run.
  var trip: Failure? { lastTrip.withLock { $0 } }

  /// Counts what a policy did; a circuit that closes wakes everyone it had turned away.
  ///
  /// - Parameter failure: the last error of the call.
  func note(_ event: PolicyEvent, _ failure: Failure?) {
    statistics.note(event)
    guard case .circuit(let transition) = event else { return }
    if transition.to == .open { lastTrip.withLock { $0 = failure } }
    if let snapshot { journal?.append(.breaker(service: snapshot.service, snapshot.breaker)) }
    guard transition.to == .closed else { return }
    let waiting = refused.withLock { refused in
      defer { refused.waiting = [:] }
      return refused.waiting
    }
    for shot in waiting.values { shot.fire(.timerFired) }
  }

  /// The circuit as a checkpoint keeps it; nil without one.
  var snapshot: (service: String, breaker: CircuitBreakerSnapshot)? {
    guard let name, let circuit = service?.circuitBreaker else { return nil }
    return (name, circuit.withState { $0.snapshot(now: Timers.now, clocks: .now) })
  }

  /// Continues the circuit of an earlier process.
  func restore(_ saved: CircuitBreakerSnapshot) {
    guard let circuit = service?.circuitBreaker else { return }
    let now = Timers.now
    circuit.withState { $0.restore(saved, now: now, clocks: .now) }
    statistics.restored(circuit.phase(at: now), at: now)
  }

  /// Waits as one who was turned away.
  func waitRefused(_ shot: OneShot<CallSignal>) async -> CallSignal {
    let number = refused.withLock { refused in
      refused.last += 1
      refused.waiting[refused.last] = shot
      return refused.last
    }
    let signal = await shot.wait(cancelled: .cancelled)
    refused.withLock { $0.waiting[number] = nil }
    return signal
  }

  /// Waits in the queue of the bulkhead.
  func waitForPlace(_ ticket: BulkheadTicket, _ shot: OneShot<CallSignal>) async -> CallSignal {
    guard places.enter(ticket, shot) else { return .permitGranted }
    let signal = await shot.wait(cancelled: .cancelled)
    places.leave(ticket)
    return signal
  }
}

/// What one who waits is told.
enum CallSignal: Sendable {
  case timerFired
  case permitGranted
  case finished(Result<CallResult, Failure>)
  case cancelled
}

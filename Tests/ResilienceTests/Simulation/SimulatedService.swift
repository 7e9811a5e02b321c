import Resilience
import Synchronization

/// One service under calls that begin, fail, hang, are cancelled, crash and come back late, at random.
///
/// The same seed gives the same run. Every step checks the invariants of the policies and returns the first
/// one that is broken.
final class SimulatedService {
  final class Call {
    var machine: AttemptMachine
    var action: CallAction
    private(set) var started: Instant
    var attempts = 0

    init(_ machine: consuming AttemptMachine, started: Instant) {
      self.machine = machine
      self.started = started
      action = .ignore
    }

    /// Takes the next call in the machine of one that is over.
    func restart(call: UInt64, started: Instant) {
      machine.restart(call: call, seed: 5)
      self.started = started
      attempts = 0
      action = .ignore
    }
  }

  final class Grants: Sendable {
    let tickets = Mutex<Set<BulkheadTicket>>([])
  }

  var random: SplitMix64
  var now = Instant.zero
  var calls: [Call] = []
  /// Those that are over, whose machines take further calls.
  private var ended: [Call] = []
  let stack: Stack
  let service: Service
  let serviceOptions: ServiceOptions
  let budget: RetryBudgetOptions
  let grants = Grants()
  private(set) var callsMade = 0
  private(set) var transitions: [CircuitBreakerTransition] = []
  private var firstCall: Instant?
  private var nextCall: UInt64 = 0
  private var broken: String?
  static let maxCalls = 24

  init(seed: UInt64) {
    random = SplitMix64(seed: seed)
    var options = ServiceOptions()
    var circuit = CircuitBreakerOptions()
    circuit.failureThreshold = Int.random(in: 1...5, using: &random)
    circuit.successThreshold = Int.random(in: 1...3, using: &random)
    circuit.resetTimeout = .milliseconds(Int.random(in: 100...20_000, using: &random))
    circuit.halfOpen.maxConcurrent = Int.random(in: 1...4, using: &random)
    if Bool.random(using: &random) { circuit.halfOpen.lease = .milliseconds(500) }
    if Bool.random(using: &random) {
      let window: FailureRateOptions.Window = Bool.random(using: &random) ? .calls(20) : .time(.seconds(5))
      circuit.failureRate = FailureRateOptions(threshold: 0.5, window: window, minimumCalls: 5)
    }
    options.circuitBreaker = circuit
    options.bulkhead = BulkheadOptions(
      maxConcurrent: Int.random(in: 1...6, using: &random), maxQueue: Int.random(in: 0...10, using: &random),
      maxWait: Bool.random(using: &random) ? .seconds(2) : nil)
    if Bool.random(using: &random) {
      options.rateLimit = RateLimitOptions(
        calls: Int.random(in: 1...50, using: &random), per: .seconds(1),
        burst: Int.random(in: 1...5, using: &random))
    }
    serviceOptions = options
    budget = RetryBudgetOptions(share: 0.3, minimum: 2)
    var stage = StackOptions()
    if Bool.random(using: &random) { stage.timeout.attempt = .seconds(2) }
    if Bool.random(using: &random) { stage.timeout.deadline = .seconds(30) }
    stage.refusal.maxWait = .seconds(60)
    service = Service("s", options, retryBudget: budget) { [grants] ticket in
      grants.tickets.withLock { _ = $0.insert(ticket) }
    }
    stack = Stack(stage, service: service)
  }

  /// Does one thing; nil, or what is broken.
  func step() -> String? {
    switch Int.random(in: 0..<10, using: &random) {
    case 0, 1: begin()
    case 2: pass(.milliseconds(Int.random(in: 0...300, using: &random)))
    case 3: if Int.random(in: 0..<20, using: &random) == 0 { pass(.seconds(3600)) }
    default: if !calls.isEmpty { act(Int.random(in: 0..<calls.count, using: &random)) }
    }
    return broken ?? brokenInvariant()
  }

  /// Ends every call; nil, or what didn't come back.
  func drain() -> String? {
    calls.removeAll()
    let load = service.bulkhead?.load ?? (9, 9)
    if load != (0, 0) { return "the bulkhead kept \(load)" }
    if service.retryBudget?.state != RetryBudgetState() { return "the budget kept permits" }
    let probes = service.circuitBreaker?.withState { [now] in $0.probesOut(at: now) }
    return probes == 0 ? nil : "the circuit kept probes"
  }

  private func pass(_ time: Duration) {
    now = now.advanced(by: time)
  }

  private func begin() {
    guard calls.count < Self.maxCalls else { return }
    nextCall += 1
    let call: Call
    if let over = ended.popLast() {
      call = over
      call.restart(call: nextCall, started: now)
    } else {
      call = Call(AttemptMachine(stack, call: nextCall, seed: 5), started: now)
    }
    calls.append(call)
    tell(call, .start)
  }

  private func act(_ index: Int) {
    let call = calls[index]
    let choice = Int.random(in: 0..<100, using: &random)
    if choice == 0 {
      calls.remove(at: index)
      return
    }
    if choice <= 3 { return tell(call, .cancelled) }
    switch call.action {
    case .call(let attempt, let until, _):
      if now >= until { return tell(call, .timedOut(attempt: attempt)) }
      if choice < 20 { return tell(call, .finished(attempt: attempt - 1, .success)) }
      tell(call, .finished(attempt: attempt, outcome(choice)))
    case .wait(let until, _):
      if now >= until || choice < 20 { tell(call, .timerFired) }
    case .waitForPermit(let ticket, let until):
      if grants.tickets.withLock({ $0.remove(ticket) }) != nil {
        tell(call, .permitGranted)
      } else if now >= until {
        tell(call, .timerFired)
      }
    case .claimKey, .finish, .ignore: break
    }
  }

  private func outcome(_ choice: Int) -> Outcome {
    switch choice {
    case ..<60: .success
    case ..<85: .failure(AttemptFailure(.transient, retryAfter: choice < 63 ? .seconds(7) : nil))
    case ..<88: .failure(AttemptFailure(.system))
    case ..<92: .failure(AttemptFailure(.permanent))
    case ..<96: .refused
    default: .cancelled
    }
  }

  private func tell(_ call: Call, _ event: CallEvent) {
    let action = call.machine.handle(event, now: now) { event in
      if case .circuit(let transition) = event { note(transition) }
    }
    switch action {
    case .ignore: return
    case .finish:
      calls.removeAll { $0 === call }
      ended.append(call)
    case .call(let attempt, _, _):
      callsMade += 1
      call.attempts += 1
      if attempt != call.attempts { broken = "attempt \(attempt) is the \(call.attempts)th" }
      if firstCall == nil { firstCall = now }
    case .wait(let until, _), .waitForPermit(_, let until):
      if let limit = stack.options.timeout.deadline, until > call.started.advanced(by: limit) {
        broken = "a wait beyond the deadline: \(action)"
      }
    case .claimKey: broken = "a key was asked for"
    }
    call.action = action
  }

  private func note(_ transition: CircuitBreakerTransition) {
    if let last = transitions.last {
      if last.to != transition.from { broken = "\(transition) follows \(last)" }
      if last.to == .open, transition.at < last.until ?? .zero { broken = "the break ended early" }
    }
    transitions.append(transition)
  }

  private func brokenInvariant() -> String? {
    let running = calls.count { if case .call = $0.action { true } else { false } }
    let load = service.bulkhead?.load ?? (running: 0, waiting: 0)
    let limit = serviceOptions.bulkhead?.maxConcurrent ?? 0
    if running > limit || load.running > limit { return "\(running) of \(limit) run, \(load) by the count" }
    if load.running < running { return "the bulkhead forgot a call" }
    if load.waiting > serviceOptions.bulkhead?.maxQueue ?? 0 { return "the queue exceeds its limit" }
    let probes = service.circuitBreaker?.withState { [now] in $0.probesOut(at: now) } ?? 0
    if probes > serviceOptions.circuitBreaker?.halfOpen.maxConcurrent ?? 0 {
      return "\(probes) probes are out"
    }
    let state = service.retryBudget?.state ?? RetryBudgetState()
    if Int(state.calls) != calls.count { return "the budget counts \(state.calls) of \(calls.count) calls" }
    let retries = max(budget.minimum, Int(Double(Self.maxCalls) * budget.share))
    if state.retries > retries { return "\(state.retries) retries in flight" }
    if let rate = serviceOptions.rateLimit, let firstCall {
      let interval = 1_000_000_000 / Int64(rate.calls)
      let due = Int(firstCall.nanoseconds(to: now) / interval) + rate.burst
      if callsMade > due { return "\(callsMade) calls, though only \(due) were due" }
    }
    return nil
  }
}

import Resilience

/// A call in a box, since the testing macros can't call mutating methods.
final class DrivenCall {
  private var machine: AttemptMachine
  private(set) var events: [PolicyEvent] = []

  init(_ stack: Stack, _ call: UInt64 = 1) {
    machine = AttemptMachine(stack, call: call)
  }

  /// Tells the call what happened after so many seconds.
  @discardableResult
  func tell(_ event: CallEvent, at seconds: Double) -> CallAction {
    machine.handle(event, now: at(seconds)) { events.append($0) }
  }

  func start(at seconds: Double = 0) -> CallAction { tell(.start, at: seconds) }

  func fails(
    _ attempt: Int, _ failureClass: FailureClass = .transient, at seconds: Double
  ) -> CallAction {
    tell(.finished(attempt: attempt, .failure(AttemptFailure(failureClass))), at: seconds)
  }

  func succeeds(_ attempt: Int, at seconds: Double) -> CallAction {
    tell(.finished(attempt: attempt, .success), at: seconds)
  }
}

extension CallAction {
  static func call(_ attempt: Int, until seconds: Double? = nil) -> CallAction {
    .call(attempt: attempt, until: seconds.map { at($0) } ?? .distantFuture, fault: nil)
  }

  static func wait(_ reason: WaitReason, until seconds: Double) -> CallAction {
    .wait(until: at(seconds), reason)
  }

  /// Why the call was given up, if it was.
  var gaveUp: GiveUp? {
    if case .finish(.giveUp(let end)) = self { end } else { nil }
  }

  /// Why the run must pause, if it must.
  var paused: GiveUp? {
    if case .finish(.pause(let end)) = self { end } else { nil }
  }
}

extension StackOptions {
  /// Retries after 2, 4 and 8 s exactly.
  static var plain: StackOptions {
    var options = StackOptions()
    options.retry.jitter = Jitter.none
    return options
  }
}

extension Service {
  /// A service whose circuit opens after so many failures, for ten seconds.
  static func opening(
    after failures: Int, bulkhead: BulkheadOptions? = nil, rate: RateLimitOptions? = nil,
    halfOpen: HalfOpenOptions = HalfOpenOptions()
  ) -> Service {
    var options = ServiceOptions()
    options.circuitBreaker?.failureThreshold = failures
    options.circuitBreaker?.resetTimeout = .seconds(10)
    options.circuitBreaker?.halfOpen = halfOpen
    options.bulkhead = bulkhead
    options.rateLimit = rate
    return Service("service", options)
  }
}

/// Takes a call through all its layers, from the first attempt to a verdict, and then the next one.
///
/// It is told what happened and when, and says what to do next; it sleeps, calls and logs nothing itself.
/// What callers share (circuit, rate, bulkhead, budget) it asks through the stack's `Service`.
///
/// It can't be copied, so that every permit has one owner: a machine that goes out of scope gives back what
/// it still holds, whether its task threw, was cancelled or went away.
///
///     var machine = AttemptMachine(stack, call: 1)
///     machine.handle(.start, now: now)                                   → .call(attempt: 1, until: …)
///     machine.handle(.finished(attempt: 1, .failure(…)), now: later)     → .wait(until: …, .backoff)
///     machine.handle(.timerFired, now: muchLater)                        → .call(attempt: 2, until: …)
///     machine.handle(.finished(attempt: 2, .success), now: atLast)       → .finish(.success)
///     machine.restart(call: 2)
public struct AttemptMachine: ~Copyable, Sendable {
  /// The policies of the stage.
  public let stack: Stack
  private var state: CallState

  /// A machine for calls of one stage, ready for the first one.
  public init(_ stack: Stack) {
    self.init(stack, call: 0)
  }

  /// A machine that is ready for a call.
  ///
  /// - Parameters:
  ///   - call: a stable number of the call, such as a hash of message and stage; it decides about injected
  ///     faults and, with the seed, about jitter.
  ///   - progress: how far the call had come in an earlier process.
  public init(_ stack: Stack, call: UInt64, seed: UInt64 = 0, resuming progress: CallProgress? = nil) {
    self.stack = stack
    state = CallState(call: call, seed: seed, resuming: progress)
  }

  /// Makes the machine ready for the next call, once it has ended the one before; see `init` for the
  /// parameters. Cheaper than a new machine.
  public mutating func restart(call: UInt64, seed: UInt64 = 0, resuming progress: CallProgress? = nil) {
    precondition(isFinished || state.phase == .idle, "a machine was given a call before it ended another")
    state = CallState(call: call, seed: seed, resuming: progress)
  }

  deinit {
    if !isFinished { state.leave(stack) }
  }

  /// Tells the call what happened, and learns what to do next.
  ///
  /// - Parameter log: takes what the policies did meanwhile, oldest first, once all locks have been left.
  public mutating func handle(
    _ event: CallEvent, now: Instant, log: (PolicyEvent) -> Void = { _ in }
  ) -> CallAction {
    state.handle(event, stack, now, log)
  }

  /// Whether the call is over.
  public var isFinished: Bool { state.phase == .finished }

  /// The attempt that is being made or was made last, from 1.
  public var attempt: Int { state.attempt }

  /// The call as the journal should keep it.
  public func progress(now: Instant) -> CallProgress {
    state.progress(now: now)
  }
}

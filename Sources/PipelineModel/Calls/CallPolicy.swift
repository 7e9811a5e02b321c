public import Resilience

/// The layers around a call stage: what the stage says, and what it shares with others through its service.
public struct CallPolicy: Sendable {
  /// The service; without one a stage has no circuit, bulkhead, rate limit and retry budget.
  public var service: ServicePolicy?
  /// Timeout, deadline, retry, refusal, recovery, and whether there are fallback and idempotency.
  ///
  /// The text of a fallback's `.value` is JSON. `repeats` is what the user allows; the engine takes it back for
  /// steps that aren't repeatable and have no key.
  public var stack = StackOptions()
  /// The key of the record's work, where `stack.idempotency` is set; by default message id and stage.
  public var idempotencyKey: RowExpression?
  /// The call that takes over, where `stack.fallback` is `.service`.
  public var reroute: PlannedCall?
  /// The call that undoes the stage.
  public var compensation: PlannedCall?
  /// Records of the stage in flight at the same time, waiting ones included.
  public var maxInFlight = 64

  /// The default retries, and nothing else.
  public init() {}
}

/// What all stages that name one service share.
public struct ServicePolicy: Sendable, Hashable {
  /// The name in the policy files.
  public var name: String
  /// Circuit, rate limit and bulkhead.
  public var options: ServiceOptions
  /// Limits retries.
  public var retryBudget: RetryBudgetOptions?
  /// Faults made on purpose.
  public var faults: FaultInjectionOptions?

  /// A service with a circuit of its own, and nothing else.
  public init(
    name: String, options: ServiceOptions = ServiceOptions(), retryBudget: RetryBudgetOptions? = nil,
    faults: FaultInjectionOptions? = nil
  ) {
    self.name = name
    self.options = options
    self.retryBudget = retryBudget
    self.faults = faults
  }
}

/// A call with its policy.
public final class PlannedCall: Sendable {
  /// The part it uses.
  public let uses: String
  /// What it does.
  public let step: any CallStep
  /// The layers around it.
  public let policy: CallPolicy

  /// A call from its parts.
  public init(uses: String, step: any CallStep, policy: CallPolicy = CallPolicy()) {
    self.uses = uses
    self.step = step
    self.policy = policy
  }
}

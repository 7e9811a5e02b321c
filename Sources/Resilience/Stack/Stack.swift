/// The policies of one stage, ready for its calls; made once, shared by all of them.
public final class Stack: Sendable {
  /// What the stage says.
  public let options: StackOptions
  /// The service it calls, if it names one.
  public let service: Service?
  /// Makes attempts fail on purpose.
  public let injector: FaultInjector?
  let backoff: Backoff
  let attemptLimit: Int64?
  let deadline: Int64?
  let maxRefusal: Int64
  let claimsKey: Bool
  let countAsFailure: FailureClasses
  // The service's parts stand here once more, since every step of every call asks for them.
  let circuitBreaker: CircuitBreaker?
  let rateLimiter: RateLimiter?
  let bulkhead: Bulkhead?
  let retryBudget: RetryBudget?

  /// Joins what a stage says with what its service shares.
  public init(_ options: StackOptions, service: Service? = nil, injector: FaultInjector? = nil) {
    self.options = options
    self.service = service
    self.injector = injector
    backoff = Backoff(options.retry)
    attemptLimit = options.timeout.attempt?.saturatingNanoseconds
    deadline = options.timeout.deadline?.saturatingNanoseconds
    maxRefusal = options.refusal.maxWait.saturatingNanoseconds
    claimsKey = options.idempotency != nil
    circuitBreaker = service?.circuitBreaker
    rateLimiter = service?.rateLimiter
    bulkhead = service?.bulkhead
    retryBudget = service?.retryBudget
    countAsFailure = service?.circuitBreaker?.countAsFailure ?? []
  }

  /// The layers in force, outermost first.
  public var layers: [Layer] {
    Layer.allCases.filter { layer in
      switch layer {
      case .fallback: options.fallback != nil
      case .idempotency: options.idempotency != nil
      case .deadline: deadline != nil
      case .retry: options.retry.strategy != .none && options.retry.maxRetries > 0
      case .circuitBreaker: circuitBreaker != nil
      case .rateLimit: rateLimiter != nil
      case .bulkhead: bulkhead != nil
      case .attemptTimeout: attemptLimit != nil
      case .faultInjection: injector != nil
      }
    }
  }
}

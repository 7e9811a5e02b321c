/// What all stages that name one service share.
public struct ServiceOptions: Sendable, Hashable {
  /// Refuses calls while the service keeps failing.
  public var circuitBreaker: CircuitBreakerOptions? = CircuitBreakerOptions()
  /// Spaces calls.
  public var rateLimit: RateLimitOptions?
  /// Limits calls at the same time.
  public var bulkhead: BulkheadOptions?

  /// A circuit with its defaults, and nothing else.
  public init() {}

  /// What is wrong with the options.
  public func problems(attemptTimeout: Duration? = nil) -> [OptionProblem] {
    (circuitBreaker?.problems(attemptTimeout: attemptTimeout) ?? [])
      + (rateLimit?.problems().map { $0.below("rate_limit") } ?? [])
      + (bulkhead?.problems().map { $0.below("bulkhead") } ?? [])
  }
}

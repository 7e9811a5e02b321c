/// One service as its callers share it: one circuit, one rate, one bulkhead, one retry budget.
public final class Service: Sendable {
  /// Its name in the policy files.
  public let name: String
  /// Refuses calls while the service keeps failing.
  public let circuitBreaker: CircuitBreaker?
  /// Spaces calls.
  public let rateLimiter: RateLimiter?
  /// Limits calls at the same time.
  public let bulkhead: Bulkhead?
  /// Limits retries.
  public let retryBudget: RetryBudget?

  /// A service nobody has called yet.
  ///
  /// - Parameters:
  ///   - retryBudget: limits the retries of all its callers together.
  ///   - attemptTimeout: the longest limit of an attempt among its stages, for the lease of a probe.
  ///   - onGrant: called when a ticket that waits for a place of the bulkhead gets it; see `Bulkhead`.
  public init(
    _ name: String, _ options: ServiceOptions, retryBudget: RetryBudgetOptions? = nil,
    attemptTimeout: Duration? = nil,
    onGrant: @escaping @Sendable (BulkheadTicket) -> Void = { _ in }
  ) {
    self.name = name
    circuitBreaker = options.circuitBreaker.map { CircuitBreaker($0, attemptTimeout: attemptTimeout) }
    rateLimiter = options.rateLimit.map { RateLimiter($0) }
    bulkhead = options.bulkhead.map { Bulkhead($0, onGrant: onGrant) }
    self.retryBudget = retryBudget.map { RetryBudget($0) }
  }
}

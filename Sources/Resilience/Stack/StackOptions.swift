/// What one stage says about its calls; what it shares with other stages is in `ServiceOptions`.
public struct StackOptions: Sendable, Hashable {
  /// Takes the place of a call that was given up.
  public var fallback: FallbackOptions?
  /// Skips work that is done or being done.
  public var idempotency: IdempotencyOptions?
  /// Limits the time of an attempt and of the call.
  public var timeout = TimeoutOptions()
  /// Tries again.
  public var retry = RetryOptions()
  /// What to do when the call is turned away here.
  public var refusal = RefusalOptions()
  /// What to do when the pipeline itself can't go on.
  public var recovery = RecoveryOptions()
  /// Whether the call may be sent twice. Without an idempotency key POST and PATCH may not: they are tried
  /// again only if the attempt provably had no effect.
  public var repeats = true

  /// The defaults: retries, and nothing else.
  public init() {}

  /// What is wrong with the options.
  public func problems() -> [OptionProblem] {
    (idempotency?.problems().map { $0.below("idempotency") } ?? [])
      + timeout.problems()
      + retry.problems().map { $0.below("retry") }
      + refusal.problems(hasFallback: fallback != nil)
      + recovery.problems().map { $0.below("recover") }
  }
}

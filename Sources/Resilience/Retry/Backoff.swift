/// The wait before the next attempt: doubled each time up to the cap, then jittered, then capped again.
///
/// base 2 s, cap 60 s, no jitter:  attempt 1 → 2 s, 3 → 8 s, 6 and later → 60 s
///
/// `spread` alone is not capped again and reaches 1.5 times the cap.
public struct Backoff: Sendable, Hashable {
  /// The first wait in nanoseconds.
  public let base: Int64
  /// The cap in nanoseconds.
  public let cap: Int64
  /// Whether each wait is twice the one before.
  public let doubles: Bool
  /// How chance changes the wait.
  public let jitter: Jitter

  /// Waits as a policy says.
  public init(_ options: RetryOptions) {
    let isFixed = options.strategy == .fixed
    base = max(0, (isFixed ? options.delay : options.baseDelay).saturatingNanoseconds)
    // A fixed delay longer than max_delay is what was asked for; the cap then only bounds its jitter.
    cap = max(base, options.maxDelay.saturatingNanoseconds)
    doubles = !isFixed
    jitter = options.effectiveJitter
  }

  /// Waits from a base to a cap.
  public init(base: Duration, cap: Duration, doubles: Bool = true, jitter: Jitter = .none) {
    self.base = max(0, base.saturatingNanoseconds)
    self.cap = max(self.base, cap.saturatingNanoseconds)
    self.doubles = doubles
    self.jitter = jitter
  }

  /// The wait in nanoseconds.
  ///
  /// - Parameters:
  ///   - attempt: failed attempts so far, from 1; any number is safe.
  ///   - previous: the wait before this one, nil before the first; only `decorrelated` looks at it.
  public func delay(
    afterAttempt attempt: Int, previous: Int64?, random: inout some RandomNumberGenerator
  ) -> Int64 {
    let plain = undisturbed(afterAttempt: attempt)
    switch jitter {
    case .none: return plain
    case .full: return portion(plain, random.unit())
    case .equal: return plain / 2 + portion(plain - plain / 2, random.unit())
    case .decorrelated:
      let (triple, overflow) = (previous ?? base).multipliedReportingOverflow(by: 3)
      let upper = overflow ? cap : min(cap, max(base, triple))
      return base + portion(upper - base, random.unit())
    case .plus(let share):
      let (sum, overflow) = plain.addingReportingOverflow(portion(plain, share * random.unit()))
      return overflow ? cap : min(sum, cap)
    case .spread(let share): return portion(plain, 1 - share + 2 * share * random.unit())
    }
  }

  private func undisturbed(afterAttempt attempt: Int) -> Int64 {
    let doublings = max(0, attempt - 1)
    if base == 0 || !doubles || doublings == 0 { return base }
    // The sign bit must stay clear after the shift, or the product has left the range of Int64.
    if doublings >= base.leadingZeroBitCount - 1 { return cap }
    return min(base << doublings, cap)
  }

  private func portion(_ delay: Int64, _ factor: Double) -> Int64 {
    Int64(exactly: (Double(delay) * factor).rounded()) ?? .max
  }
}

/// The right to make one call, from a stated instant on.
public struct RateLimitPermit: Sendable, Hashable {
  /// When the call may be made.
  public let readyAt: Instant
  /// When the limiter is empty again if nothing else comes: names the reservation.
  let arrival: Instant
}

/// What a rate limit says to a call.
public enum RateLimitAdmission: Sendable, Hashable {
  /// A place is reserved; it may be used from `readyAt` on, which may be now.
  case granted(RateLimitPermit)
  /// No place within the time the caller has; the next one is at `availableAt`.
  case refused(availableAt: Instant)
}

import Synchronization

/// The rate limit all callers of a service share.
public final class RateLimiter: Sendable {
  private let state: Mutex<RateLimitState>

  /// A limiter that has let nothing through yet.
  public init(_ options: RateLimitOptions) {
    state = Mutex(RateLimitState(options))
  }

  /// Reserves a place if one is free by `latest`; else says when the next one is, and reserves nothing.
  public func reserve(now: Instant, latest: Instant) -> RateLimitAdmission {
    state.withShortLock { $0.reserve(now: now, latest: latest) }
  }

  /// Gives back a place that wasn't used.
  public func cancel(_ permit: RateLimitPermit) {
    state.withShortLock { $0.cancel(permit) }
  }

  /// Changes the limits while running.
  public func reconfigure(_ options: RateLimitOptions, now: Instant) {
    state.withShortLock { $0.reconfigure(options, now: now) }
  }
}

/// Spaces calls by the generic cell rate algorithm (ITU-T I.371, annex A).
///
/// One number says it all: the theoretical arrival time of the next call if calls came evenly. It lies at
/// most `burst` intervals behind a call that is let through.
public struct RateLimitState: Sendable, Hashable {
  /// The limits in force.
  public private(set) var options: RateLimitOptions
  private var arrival = Int64.min
  private var interval: Int64
  private var slack: Int64

  /// A limiter that has let nothing through yet.
  public init(_ options: RateLimitOptions) {
    self.options = options
    interval = options.interval
    slack = Self.slack(options)
  }

  /// Reserves a place if one is free by `latest`; else says when the next one is, and reserves nothing.
  public mutating func reserve(now: Instant, latest: Instant) -> RateLimitAdmission {
    let from = max(arrival, now.nanoseconds)
    let ready = max(now.nanoseconds, Instant(nanoseconds: from).advanced(byNanoseconds: -slack).nanoseconds)
    guard ready <= latest.nanoseconds || ready <= now.nanoseconds else {
      return .refused(availableAt: Instant(nanoseconds: ready))
    }
    arrival = Instant(nanoseconds: from).advanced(byNanoseconds: interval).nanoseconds
    return .granted(
      RateLimitPermit(readyAt: Instant(nanoseconds: ready), arrival: Instant(nanoseconds: arrival)))
  }

  /// Gives back a place that wasn't used.
  ///
  /// Only the latest reservation can be given back: later ones already have their times, and moving the end
  /// of the line would put two calls at one time.
  public mutating func cancel(_ permit: RateLimitPermit) {
    if permit.arrival.nanoseconds == arrival { arrival -= interval }
  }

  /// Changes the limits while running.
  ///
  /// Calls already made weigh as many calls under the new limit, at most a whole burst; reservations keep
  /// their times, and the next call comes after them. So neither limit is exceeded, and refilling goes on.
  public mutating func reconfigure(_ options: RateLimitOptions, now: Instant) {
    let newInterval = options.interval
    let newSlack = Self.slack(options)
    let lastReady = Instant(nanoseconds: arrival).advanced(byNanoseconds: -slack - interval)
    if lastReady > now {
      arrival = lastReady.advanced(byNanoseconds: newInterval + newSlack).nanoseconds
    } else if arrival > now.nanoseconds {
      let calls = Double(arrival - now.nanoseconds) / Double(interval)
      let weight = min(calls, Double(max(1, options.burst))) * Double(newInterval)
      arrival = now.advanced(byNanoseconds: Int64(exactly: weight.rounded(.up)) ?? .max / 2).nanoseconds
    }
    self.options = options
    interval = newInterval
    slack = newSlack
  }

  private static func slack(_ options: RateLimitOptions) -> Int64 {
    let (product, overflow) = options.interval.multipliedReportingOverflow(
      by: Int64(max(1, options.burst) - 1))
    return overflow || product > .max / 4 ? .max / 4 : product
  }
}

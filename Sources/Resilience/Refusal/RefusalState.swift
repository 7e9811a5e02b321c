/// Follows one stretch of a call's waiting to be let through: how long it has lasted and when to ask again.
struct RefusalState: Sendable {
  private var since: Instant?
  private var polls = 0

  /// Polls grow from 100 ms to 5 s where nobody can say when a place becomes free.
  private static let firstPoll: Int64 = 100_000_000
  private static let lastPoll: Int64 = 5_000_000_000

  /// Until when the stretch may last.
  func latest(_ maxWait: Int64, now: Instant) -> Instant {
    (since ?? now).advanced(byNanoseconds: maxWait)
  }

  /// The call begins to wait, unless it does already.
  mutating func begin(now: Instant) {
    if since == nil { since = now }
  }

  /// When to ask again, or nil if the wait would be too long.
  ///
  /// - Parameter retryAt: when asking becomes useful; nil if unknown.
  mutating func wait(until retryAt: Instant?, latest: Instant, now: Instant) -> Instant? {
    begin(now: now)
    guard now < latest else { return nil }
    if let retryAt { return retryAt <= latest ? max(retryAt, now) : nil }
    let poll = min(Self.lastPoll, Self.firstPoll << min(polls, 6))
    polls += 1
    return min(now.advanced(byNanoseconds: poll), latest)
  }

  /// The call got through; how many nanoseconds it had waited.
  mutating func admitted(now: Instant) -> Int64 {
    guard let began = since else { return 0 }
    since = nil
    polls = 0
    return began.nanoseconds(to: now)
  }
}

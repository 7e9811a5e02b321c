import Resilience
import Testing

@Suite("Rate limit")
struct RateLimitTests {
  /// When each of some calls that come at the same time may be made, in seconds.
  private func times(_ limiter: RateLimiter, _ calls: Int, now: Instant) -> [Double] {
    (0..<calls).map { _ in
      if case .granted(let permit) = limiter.reserve(now: now, latest: .distantFuture) {
        Double(permit.readyAt.nanoseconds) / 1e9
      } else {
        -1
      }
    }
  }

  @Test("calls are evenly spaced, after as many at once as the burst allows")
  func spacing() {
    let even = RateLimiter(RateLimitOptions(calls: 2, per: .seconds(1)))
    #expect(times(even, 4, now: at(10)) == [10, 10.5, 11, 11.5])
    let burst = RateLimiter(RateLimitOptions(calls: 2, per: .seconds(1), burst: 3))
    #expect(times(burst, 5, now: at(10)) == [10, 10, 10, 10.5, 11])
    #expect(times(burst, 2, now: at(100)) == [100, 100], "the burst comes back")
  }

  @Test("Case 39: a permit that can't come in time is refused now, and nothing is reserved")
  func refusesNow() {
    let limiter = RateLimiter(RateLimitOptions(calls: 1, per: .seconds(10)))
    #expect(times(limiter, 1, now: at(0)) == [0])
    for _ in 0..<3 {
      #expect(limiter.reserve(now: at(1), latest: at(9.9)) == .refused(availableAt: at(10)))
    }
    #expect(times(limiter, 1, now: at(1)) == [10])
  }

  @Test("a place that wasn't used goes back, unless later ones have their times already")
  func cancels() {
    let limiter = RateLimiter(RateLimitOptions(calls: 1, per: .seconds(1)))
    guard case .granted(let first) = limiter.reserve(now: at(0), latest: at(0)) else { return }
    limiter.cancel(first)
    #expect(times(limiter, 1, now: at(0)) == [0])
    guard case .granted(let second) = limiter.reserve(now: at(0), latest: at(9)) else { return }
    #expect(times(limiter, 1, now: at(0)) == [2])
    limiter.cancel(second)
    #expect(times(limiter, 1, now: at(0)) == [3])
  }

  @Test("Case 40: changing the limit while running keeps refilling and exceeds neither limit")
  func reconfigures() {
    let slower = RateLimiter(RateLimitOptions(calls: 100, per: .seconds(1), burst: 100))
    #expect(times(slower, 100, now: at(0)).allSatisfy { $0 == 0 })
    slower.reconfigure(RateLimitOptions(calls: 1, per: .seconds(1)), now: at(0))
    #expect(times(slower, 2, now: at(0)) == [1, 2], "one call weighs one call, and the rest is forgiven")

    let faster = RateLimiter(RateLimitOptions(calls: 1, per: .seconds(1)))
    #expect(times(faster, 1, now: at(0)) == [0])
    faster.reconfigure(RateLimitOptions(calls: 10, per: .seconds(1), burst: 3), now: at(0))
    #expect(times(faster, 3, now: at(0)) == [0, 0, 0.1])

    let reserved = RateLimiter(RateLimitOptions(calls: 1, per: .seconds(1)))
    #expect(times(reserved, 3, now: at(0)) == [0, 1, 2])
    reserved.reconfigure(RateLimitOptions(calls: 2, per: .seconds(1), burst: 4), now: at(0))
    #expect(times(reserved, 2, now: at(0)) == [2.5, 3], "after those that have their times")
  }

  @Test("Case 40: a limit that is changed over and over lets no period see more than the larger one")
  func changingOften() {
    var random = SplitMix64(seed: 40)
    for _ in 0..<50 {
      var state = RateLimitState(RateLimitOptions(calls: 10, per: .seconds(1)))
      var made: [Int64] = []
      var now: Int64 = 0
      for _ in 0..<2000 {
        now += Int64.random(in: 0...60_000_000, using: &random)
        if Int.random(in: 0..<50, using: &random) == 0 {
          let calls = Int.random(in: 1...20, using: &random)
          state.reconfigure(RateLimitOptions(calls: calls, per: .seconds(1)), now: Instant(nanoseconds: now))
        }
        let instant = Instant(nanoseconds: now)
        if case .granted = state.reserve(now: instant, latest: instant) { made.append(now) }
      }
      for (index, time) in made.enumerated() where index >= 21 {
        #expect(time - made[index - 21] >= 1_000_000_000, "22 calls within a second at a limit of 20")
      }
      #expect(made.count > 200, "it never stops refilling")
    }
  }

  @Test("no rate overflows, near the end of the clock either")
  func extremes() {
    let limiter = RateLimiter(RateLimitOptions(calls: 1, per: .seconds(31 * 86_400), burst: 1_000_000))
    for now in [Instant.zero, at(1e9), Instant(nanoseconds: .max - 1), .distantFuture] {
      for _ in 0..<3 { _ = limiter.reserve(now: now, latest: .distantFuture) }
    }
    #expect(RateLimitOptions(calls: 0, per: .zero, burst: 0).problems().count == 3)
  }
}

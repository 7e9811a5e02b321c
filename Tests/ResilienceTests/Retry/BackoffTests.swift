import Resilience
import Testing

@Suite("Backoff")
struct BackoffTests {
  private func delays(_ jitter: Jitter?, drawing unit: Double, attempts: Int = 7) -> [Double] {
    var options = RetryOptions()
    options.jitter = jitter
    let backoff = Backoff(options)
    var random = ConstantRandom(unit: unit)
    var previous: Int64?
    return (1...attempts).map { attempt in
      let delay = backoff.delay(afterAttempt: attempt, previous: previous, random: &random)
      previous = delay
      return Double(delay) / 1_000_000_000
    }
  }

  @Test("Case 30: doubled, capped, jittered, capped again; only spread exceeds the cap, by half")
  func formulas() {
    #expect(delays(Jitter.none, drawing: 0.5) == [2, 4, 8, 16, 32, 60, 60])
    #expect(delays(.full, drawing: 0.5) == [1, 2, 4, 8, 16, 30, 30])
    #expect(delays(.equal, drawing: 0.5) == [1.5, 3, 6, 12, 24, 45, 45])
    #expect(delays(.plus(0.1), drawing: 0.5) == [2.1, 4.2, 8.4, 16.8, 33.6, 60, 60])
    #expect(delays(.spread(0.5), drawing: 0) == [1, 2, 4, 8, 16, 30, 30])
    #expect(delays(.spread(0.5), drawing: 1) == [3, 6, 12, 24, 48, 90, 90])
    #expect(delays(nil, drawing: 1) == [3, 6, 12, 24, 48, 90, 90], "the default is spread 50 %")
    #expect(delays(.decorrelated, drawing: 0.5) == [4, 7, 11.5, 18.25, 28.375, 31, 31])
  }

  @Test("a fixed delay is the same each time, without jitter unless asked for")
  func fixed() {
    var options = RetryOptions()
    options.strategy = .fixed
    var random = ConstantRandom(unit: 1)
    let delays = (1...3).map { Backoff(options).delay(afterAttempt: $0, previous: nil, random: &random) }
    #expect(delays == [5_000_000_000, 5_000_000_000, 5_000_000_000])
  }

  @Test(
    "Case 31: attempt 1,000 and beyond neither overflow nor wait for ever",
    arguments: [
      Jitter.none, .full, .equal, .decorrelated, .plus(1), .spread(1),
    ])
  func hugeAttempts(jitter: Jitter) {
    for base in [Duration.zero, .nanoseconds(1), .seconds(2), .seconds(3_000_000_000)] {
      let cap = max(base, .seconds(60))
      let backoff = Backoff(base: base, cap: cap, jitter: jitter)
      var random = SplitMix64(seed: 31)
      for attempt in [0, 1, 30, 31, 32, 62, 63, 64, 65, 1000, 1_000_000, .max] {
        let delay = backoff.delay(afterAttempt: attempt, previous: backoff.cap, random: &random)
        #expect(delay >= 0)
        #expect(Duration.nanoseconds(delay) <= cap * 2)
      }
    }
  }
}

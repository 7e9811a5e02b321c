import Resilience
import Testing

@Suite("Retry")
struct RetryStateTests {
  private var plain: RetryOptions {
    var options = RetryOptions()
    options.jitter = Jitter.none
    return options
  }

  private func decide(
    _ failure: AttemptFailure, _ options: RetryOptions, failedBefore: Int = 0, now: Instant = at(0),
    deadline: Instant = .distantFuture, repeats: Bool = true, hasBudget: Bool = true
  ) -> RetryState.Decision {
    var state = RetryState(now: at(0), failedAttempts: failedBefore)
    var random = SplitMix64(seed: 1)
    return state.failed(
      failure, options: options, backoff: Backoff(options), now: now, deadline: deadline, repeats: repeats,
      random: &random, takePermit: { hasBudget })
  }

  @Test("the defaults are three retries after about 2, 4 and 8 s")
  func defaults() {
    let failure = AttemptFailure(.transient)
    #expect(decide(failure, plain) == .retry(at: at(2)))
    #expect(decide(failure, plain, failedBefore: 1) == .retry(at: at(4)))
    #expect(decide(failure, plain, failedBefore: 2) == .retry(at: at(8)))
    #expect(decide(failure, plain, failedBefore: 3) == .giveUp(.retriesExhausted))
  }

  @Test("only transient failures are retried", arguments: [FailureClass.permanent, .business, .system])
  func otherClasses(failureClass: FailureClass) {
    #expect(decide(AttemptFailure(failureClass), plain) == .giveUp(.notRetryable))
  }

  @Test("Case 32: Retry-After is honoured within bounds")
  func honoursRetryAfter() {
    let asks = { (seconds: Int64) in AttemptFailure(.transient, retryAfter: .seconds(seconds)) }
    #expect(decide(asks(7), plain) == .retry(at: at(7)))
    #expect(decide(asks(1), plain) == .retry(at: at(2)), "never sooner than the policy's own wait")
    #expect(decide(asks(600), plain) == .retry(at: at(600)), "max_delay doesn't bound it")
    #expect(decide(asks(601), plain) == .retry(at: at(2)))
    #expect(decide(asks(-5), plain) == .retry(at: at(2)))
    #expect(decide(asks(120), plain, deadline: at(60)) == .giveUp(.deadline))
  }

  @Test("Case 33: gives up before a sleep that would end at or after the deadline")
  func givesUpBeforeTheSleep() {
    let failure = AttemptFailure(.transient)
    #expect(decide(failure, plain, now: at(1), deadline: at(3)) == .giveUp(.deadline))
    #expect(decide(failure, plain, now: at(1), deadline: at(3.1)) == .retry(at: at(3)))
    var limited = plain
    limited.maxElapsed = .seconds(10)
    #expect(decide(failure, limited, now: at(8)) == .retry(at: at(10)))
    #expect(decide(failure, limited, now: at(8.1)) == .giveUp(.maxElapsed))
  }

  @Test("Case 34: an empty budget fails before sleeping, and is asked last")
  func emptyBudget() {
    #expect(decide(AttemptFailure(.transient), plain, hasBudget: false) == .giveUp(.budgetEmpty))
    #expect(
      decide(AttemptFailure(.transient), plain, failedBefore: 3, hasBudget: false)
        == .giveUp(.retriesExhausted))
  }

  @Test("Case 47: what may not be sent twice is retried only if it provably had no effect")
  func respectsEffects() {
    let lost = AttemptFailure(.transient, effect: .unknown)
    #expect(decide(lost, plain, repeats: false) == .giveUp(.notRetryable))
    #expect(decide(AttemptFailure(.transient), plain, repeats: false) == .retry(at: at(2)))
    #expect(decide(lost, plain, repeats: true) == .retry(at: at(2)))
  }
}

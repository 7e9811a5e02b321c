import Resilience
import Testing

@Suite("Compensation")
struct SagaStateTests {
  private func journal(_ entries: SagaEntry...) -> SagaState { SagaState(journal: entries) }

  /// Runs all compensations, of which those of the stages named fail for good; returns the stages in order.
  private func unwind(_ saga: inout SagaState, failing: Set<Int> = []) -> (order: [Int], failed: [Int]) {
    var order: [Int] = []
    var random = SplitMix64(seed: 47)
    while true {
      switch saga.next() {
      case .wait: return (order, [-1])
      case .finished(let failed): return (order, failed)
      case .compensate(let stage, let entry):
        saga.apply(entry)
        order.append(stage)
        var retry = RetryState(now: at(0))
        let outcome = failing.contains(stage) ? Outcome.failure(AttemptFailure(.permanent)) : .success
        let end = saga.compensationEnded(
          stage: stage, outcome, retry: &retry, options: CompensationOptions(), now: at(0), random: &random)
        if let entry = end.entry { saga.apply(entry) }
      }
    }
  }

  @Test("Case 47: undone in reverse order, for stages that completed or whose outcome is unknown")
  func reverseOrder() {
    var saga = journal(
      .intended(stage: 1), .completed(stage: 1), .intended(stage: 3), .completed(stage: 3),
      .intended(stage: 4), .notDone(stage: 4), .intended(stage: 7), .abandoned)
    let result = unwind(&saga)
    #expect(result.order == [7, 3, 1])
    #expect(result.failed.isEmpty)
  }

  @Test("Case 47: a stage that provably did nothing isn't undone; one with a lost answer is")
  func effectDecides() {
    let saga = journal(.intended(stage: 2))
    #expect(saga.gaveUp(stage: 2, effect: .none) == .notDone(stage: 2))
    #expect(saga.gaveUp(stage: 2, effect: .unknown) == nil)
  }

  @Test("Case 47: a failing compensation is retried by its own policy, then recorded, and the rest goes on")
  func failingCompensation() {
    var saga = journal(
      .intended(stage: 1), .completed(stage: 1), .intended(stage: 2), .completed(stage: 2), .abandoned)
    var options = CompensationOptions()
    options.retry.jitter = Jitter.none
    options.retry.maxRetries = 1
    var retry = RetryState(now: at(0))
    var random = SplitMix64(seed: 0)
    saga.apply(.compensating(stage: 2, attempt: 1))
    #expect(saga.next() == .wait)
    var end = saga.compensationEnded(
      stage: 2, .failure(.timeout), retry: &retry, options: options, now: at(0), random: &random)
    #expect(end.entry == nil)
    #expect(end.retryAt == at(2))
    #expect(saga.next() == .compensate(stage: 2, journal: .compensating(stage: 2, attempt: 2)))
    saga.apply(.compensating(stage: 2, attempt: 2))
    end = saga.compensationEnded(
      stage: 2, .failure(.timeout), retry: &retry, options: options, now: at(2), random: &random)
    #expect(end.entry == .compensationFailed(stage: 2))
    saga.apply(.compensationFailed(stage: 2))
    let rest = unwind(&saga)
    #expect(rest.order == [1])
    #expect(rest.failed == [2])
  }

  @Test("Case 47: killed during compensation, the journal says what is left, and re-entry is before it")
  func survivesAKill() {
    var saga = journal(
      .intended(stage: 1), .completed(stage: 1), .intended(stage: 2), .completed(stage: 2),
      .intended(stage: 3),
      .abandoned, .compensating(stage: 3, attempt: 1), .compensated(stage: 3),
      .compensating(stage: 2, attempt: 1))
    #expect(saga.reentryStage(failed: 3) == 2)
    let result = unwind(&saga)
    #expect(result.order == [2, 1])
    #expect(saga.reentryStage(failed: 3) == 1)
    #expect(journal(.intended(stage: 1), .completed(stage: 1)).reentryStage(failed: 5) == 5)
  }

  @Test("Case 47: the key of a stage is the same in every attempt and differs from that of its undoing")
  func keys() {
    #expect(IdempotencyKey.of(record: "m-1", stage: "payment") == "m-1/payment")
    #expect(
      IdempotencyKey.of(record: "m-1", stage: "payment", compensating: true) == "m-1/payment/compensate")
  }
}

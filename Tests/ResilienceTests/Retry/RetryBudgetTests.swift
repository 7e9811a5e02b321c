import Resilience
import Testing

@Suite("Retry budget")
struct RetryBudgetTests {
  private let options = RetryBudgetOptions(share: 0.2, minimum: 3)

  @Test("Case 35: when all calls in flight fail at once the budget is soon whole again")
  func recoversFromACrash() {
    let budget = RetryBudget(options)
    for _ in 0..<100 { budget.begin() }
    let permitted = (0..<100).map { _ in budget.takePermit() }
    #expect(permitted.count { $0 } == 20)
    for holdsPermit in permitted { budget.end(holdsPermit: holdsPermit) }
    #expect(budget.state == RetryBudgetState())
    for _ in 0..<3 { budget.begin() }
    #expect((0..<4).map { _ in budget.takePermit() } == [true, true, true, false])
  }

  @Test("Case 36: a permit comes back when the call that holds it goes away without a word")
  func permitReturnsAfterACrash() {
    var options = StackOptions()
    options.retry.jitter = Jitter.none
    let service = Service(
      "s", ServiceOptions(), retryBudget: RetryBudgetOptions(share: 0.2, minimum: 1))
    do {
      var call = AttemptMachine(Stack(options, service: service), call: 1)
      _ = call.handle(.start, now: at(0))
      _ = call.handle(.finished(attempt: 1, .failure(AttemptFailure(.transient))), now: at(0))
      #expect(service.retryBudget?.state.retries == 1)
    }
    #expect(service.retryBudget?.state == RetryBudgetState())
  }

  @Test("a lone call may retry, but never two retries for one call")
  func neverMoreRetriesThanCalls() {
    var state = RetryBudgetState()
    state.begin()
    let first = state.takePermit(options)
    let second = state.takePermit(options)
    #expect(first)
    #expect(!second)
  }
}

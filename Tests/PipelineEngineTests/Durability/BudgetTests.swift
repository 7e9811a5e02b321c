import PipelineModel
import PipelineTesting
import Testing

@testable import PipelineEngine

/// Of the ids 0 to 299 those that end in 4 are given up.
@Suite struct BudgetTests {
  struct Sample: Sendable, CustomStringConvertible {
    var budget: DeadLetterBudget
    var workers: Int
    var read: Int64
    var given: Int64
    var description: String { "\(budget.text) from \(budget.minimumRecords), \(workers) workers" }
  }

  static let samples = [1, 8].flatMap { workers in
    [
      // The thirteenth one is id 124.
      Sample(budget: DeadLetterBudget(records: 12), workers: workers, read: 124, given: 12),
      Sample(budget: DeadLetterBudget(records: 0), workers: workers, read: 4, given: 0),
      // The hundredth record, a good one, makes the share count.
      Sample(
        budget: DeadLetterBudget(share: 0.05, minimumRecords: 100), workers: workers, read: 99, given: 10),
      // 11 of 105 are more than 10 %, 10 of 100 are not.
      Sample(
        budget: DeadLetterBudget(share: 0.1, minimumRecords: 100), workers: workers, read: 104, given: 10),
    ]
  }

  @Test(
    "The run stops before the record that is too many, at the same one with any number of workers",
    arguments: samples)
  func stops(sample: Sample) async throws {
    let undisturbed = TemporaryDirectory()
    try await TestPlan().run(in: undisturbed)
    var test = TestPlan()
    test.workers = sample.workers
    test.limits.budget = sample.budget
    let directory = TemporaryDirectory()
    for round in 1...2 {
      let result = try await test.run(in: directory)
      guard case .stopped(let reason) = result.end else {
        Issue.record("\(result.end)")
        return
      }
      #expect(reason.contains("with record \(sample.read + 1) it would be"))
      #expect(result.exitCode == 4)
      #expect(result.total.read == sample.read)
      #expect(result.total.deadLettered == sample.given)
      #expect(result.total.isBalanced)
      #expect(round == 1 || result.counts.read == 0)
    }
    test.limits.budget = DeadLetterBudget(records: 30)
    #expect(try await test.run(in: directory).exitCode == 3)
    #expect(try RunOutcome(directory) == RunOutcome(undisturbed))
  }

  @Test("A share counts from its minimum on; what is exactly the share is allowed")
  func share() {
    let budget = DeadLetterBudget(share: 0.29, minimumRecords: 100)
    #expect(!budget.isSpent(givenUp: 99, read: 99))
    #expect(!budget.isSpent(givenUp: 29, read: 100))
    #expect(budget.isSpent(givenUp: 30, read: 100))
  }

  @Test("The end is found within a batch, wherever batches begin")
  func end() {
    let budget = DeadLetterBudget(share: 0.05, minimumRecords: 100)
    #expect(
      budget.end(givenUp: 9, read: 90, next: 20, failures: [4, 14]).map { [$0.record, $0.givenUp] } == [
        9, 10,
      ])
    #expect(
      budget.end(givenUp: 10, read: 99, next: 11, failures: [5]).map { [$0.record, $0.givenUp] } == [0, 10])
    #expect(budget.end(givenUp: 4, read: 90, next: 20, failures: [9]) == nil)
    #expect(
      budget.end(givenUp: 5, read: 90, next: 20, failures: [9]).map { [$0.record, $0.givenUp] } == [9, 6])
    #expect(budget.end(givenUp: 90, read: 90, next: 9, failures: []) == nil)
    #expect(
      DeadLetterBudget(records: 1).end(givenUp: 0, read: 0, next: 9, failures: [2, 3]).map(\.record) == 3)
  }
}

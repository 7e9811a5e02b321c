import PipelineModel
import PipelineTesting
import Testing

@testable import PipelineEngine

@Suite struct OptionScenarioTests {
  @Test("Scenario 35: a limit stops at a checkpoint that the next run resumes from", arguments: [1, 8])
  func limit(workers: Int) async throws {
    var test = TestPlan()
    test.workers = workers
    let undisturbed = TemporaryDirectory()
    try await test.run(in: undisturbed)
    let directory = TemporaryDirectory()
    let first = try await test.run(in: directory) { $0.limit = 111 }
    #expect(first.exitCode == 4)
    #expect(first.counts.read == 111)
    let rest = try await test.run(in: directory)
    #expect(rest.counts.read == 189)
    #expect(try RunOutcome(directory) == RunOutcome(undisturbed))
  }

  @Test("Scenario 37: `--restart` removes the state of this operation, and only of it")
  func restart() async throws {
    let directory = TemporaryDirectory()
    var other = TestPlan()
    other.inputName = "other.csv"
    other.place = "other/"
    other.stateName = "state"
    directory.write("other.csv", TestPlan.input(200))
    try await other.run(in: directory)
    let test = TestPlan()
    try await test.run(in: directory)
    try await test.run(in: directory) { $0.restart = true }
    let letters = DeadLetterStore(store: try StateStore(path: directory.file("state/state.db")))
    var selection = DeadLetterStore.Selection()
    selection.operation = "test-other"
    #expect(try letters.letters(selection).count == 20)
    selection.operation = "test-in"
    #expect(try letters.letters(selection).count == 30)
    #expect(try await other.run(in: directory).end == .nothingToDo)
  }

  @Test("`--resume never` and `require` say what they found")
  func resumeModes() async throws {
    let test = TestPlan()
    let directory = TemporaryDirectory()
    let missing = try await test.problem(in: directory) { $0.resume = .require }
    #expect(missing.kind == .refused && missing.message.contains("there is no checkpoint of `test-in`"))
    try await test.begin(in: directory)
    let present = try await test.problem(in: directory) { $0.resume = .never }
    #expect(present.kind == .refused && present.message.contains("record 100"))
  }
}

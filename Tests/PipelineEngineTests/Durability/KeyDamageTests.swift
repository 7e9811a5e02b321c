import PipelineModel
import PipelineTesting
import Resilience
import Testing

@testable import PipelineEngine

/// Remembered keys that are no longer as they were stored.
@Suite struct KeyDamageTests {
  private var test: TestPlan {
    var test = TestPlan()
    test.hasDedupe = true
    return test
  }

  private func begun(_ sql: String) async throws -> TemporaryDirectory {
    let directory = TemporaryDirectory()
    try await test.begin(in: directory)
    try change(directory.file("state/state.db"), sql)
    return directory
  }

  private func change(_ path: String, _ sql: String) throws {
    let database = try Database(path: path)
    try database.execute(sql)
    database.emptyLog()
  }

  @Test(
    "A dedupe key of which a bit was flipped → refused, naming store, stage, expected and found",
    arguments: [
      "key = CAST(X'00' || SUBSTR(key, 2) AS BLOB)", "epoch = epoch - 1", "checksum = checksum + 1",
    ])
  func changedKey(change: String) async throws {
    let directory = try await begun(
      "UPDATE step_keys SET \(change) WHERE sequence = (SELECT MAX(sequence) FROM step_keys)")
    let problem = try await test.problem(in: directory)
    #expect(problem.kind == .refused)
    for part in ["state.db", "`names`", "expected checksum", "found"] {
      #expect(problem.message.contains(part), "\(problem.message)")
    }
    #expect(problem.help?.contains("--restart") == true)
    let result = try await test.run(in: directory) { $0.restart = true }
    #expect(result.counts.read == 300)
  }

  @Test(
    "A dedupe key that vanished or was added → refused",
    arguments: [
      "DELETE FROM step_keys WHERE sequence = 2",
      "UPDATE step_keys SET stage = 'oames' WHERE sequence = 2",
      "INSERT INTO step_keys (operation, epoch, stage, key) VALUES ('test-in', 1, 'names', X'00')",
    ])
  func otherCount(change: String) async throws {
    let directory = try await begun(change)
    let problem = try await test.problem(in: directory)
    #expect(problem.kind == .refused)
    #expect(problem.message.contains("expected") && problem.message.contains("keys, found"))
  }

  @Test("Keys of an earlier version have no checksum and no number, and get on")
  func olderKeys() async throws {
    let directory = try await begun("UPDATE step_keys SET checksum = NULL")
    #expect(try await test.run(in: directory).total.read == 300)
    #expect(try await test.run(in: directory).counts.read == 0)
  }

  @Test("Stopped at every tenth record, the number of keys is always the checkpoint's")
  func countOverManyRuns() async throws {
    let directory = TemporaryDirectory()
    for _ in 0..<30 { try await test.begin(in: directory, records: 10) }
    let result = try await test.run(in: directory)
    #expect(result.total.read == 300)
    guard
      case .valid(let checkpoint, _) = try CheckpointFile(
        directory: directory.file("state/test-in"), files: PosixFileSystem()
      ).inspect()
    else {
      Issue.record("no checkpoint")
      return
    }
    let store = try StateStore(path: directory.file("state/state.db"))
    defer { store.close() }
    let keys = try StepKeyStore.keys(stage: "names", operation: "test-in", in: store)
    #expect(checkpoint.steps.first?.keys == Int64(keys.count))
    #expect(keys.count > 3)
  }

  @Test("The state of an ordered step is covered by the checkpoint's checksum")
  func changedState() async throws {
    let directory = TemporaryDirectory()
    try await test.begin(in: directory)
    for name in ["checkpoint.json", "checkpoint.previous.json"] {
      let path = "state/test-in/" + name
      var text = Array(directory.text(path))
      let place = try #require(String(text).firstRange(of: #""state" : ""#)).upperBound
      let index = String(text).distance(from: String(text).startIndex, to: place)
      text[index] = text[index] == "7" ? "8" : "7"
      directory.write(path, String(text))
    }
    let problem = try await test.problem(in: directory)
    #expect(problem.kind == .refused)
    #expect(problem.message.contains("damaged"))
  }

  @Test(
    "An idempotency key of which a bit was flipped → refused",
    arguments: ["key = 'x' || SUBSTR(key, 2)", "completed_at = completed_at - 1", "operation = 'test-im'"])
  func changedIdempotencyKey(change: String) async throws {
    var trial = CallTrial("{for: 1ms}")
    trial.uses = "delay"
    trial.policy.stack.idempotency = IdempotencyOptions()
    trial.policy.idempotencyKey = RowExpression(text: "id", type: .string, isNullable: false) {
      (batch, row) throws(Failure) in batch.row(row)[0]
    }
    _ = try await trial.run()
    try self.change(
      trial.directory.file(".pipeline/test/state.db"),
      "UPDATE idempotency_keys SET \(change) WHERE sequence = 3")
    trial.directory.write("in.csv", trial.directory.text("in.csv") + "11\n")
    do {
      _ = try await trial.run()
      Issue.record("the run went through")
    } catch let problem as EngineProblem {
      #expect(problem.kind == .refused)
      #expect(problem.message.contains("stage `ask`") && problem.message.contains("expected checksum"))
    }
  }
}

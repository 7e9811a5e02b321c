import PipelineModel
import PipelineTesting
import Testing

@testable import PipelineEngine

/// `sequence_by`: of the given up ids 4, 14, … 294 those that leave the same rest divided by seven have one name.
@Suite struct SequenceTests {
  private func plan(_ outage: Outage? = nil) -> TestPlan {
    var plan = TestPlan()
    plan.sequenceBy = 1
    plan.outage = outage
    return plan
  }

  private func letters(_ directory: TemporaryDirectory) throws -> [DeadLetter] {
    try DeadLetterStore(store: try StateStore(path: directory.file("state/state.db"))).letters(.init())
  }

  private func id(_ letter: DeadLetter) -> Int64 { (letter.line ?? 0) - 2 }

  @Test("Entries keep the key of their record, and records that could not be read have none")
  func keys() async throws {
    let directory = TemporaryDirectory()
    directory.write("in.csv", "id,name,amount\n4,\"a \"\"b\"\"\",N/A\n5,c\n")
    try await plan().run(in: directory)
    #expect(try letters(directory).map(\.sequenceKey) == [#"["a \"b\""]"#, nil])
  }

  @Test("An entry that is not selected holds back the later ones with its key")
  func holdsBackBehindOthers() async throws {
    let directory = TemporaryDirectory()
    try await plan().run(in: directory)
    let result = try await plan().replay(in: directory) {
      $0.condition = "line > 10"
      $0.changes = ReplayTests.mended
    }
    #expect(result.taken == 25)
    #expect(result.heldBack == 4)
    #expect(try letters(directory).map(id) == [4, 74, 144, 214, 284])
    let last = try #require(try letters(directory).last)
    let one = try await plan().replay(in: directory) {
      $0.id = last.messageID
      $0.changes = ReplayTests.mended
    }
    #expect(one.taken == 0)
    #expect(one.heldBack == 1)
    #expect(try await plan().replay(in: directory) { $0.changes = ReplayTests.mended }.taken == 5)
  }

  @Test("An entry that fails again holds back the later ones, and goes first the next time")
  func holdsBackBehindAFailure() async throws {
    let directory = TemporaryDirectory()
    try await plan().run(in: directory)
    let result = try await plan().replay(in: directory) {
      $0.changes = [("amount", "int(id) == 74 ? \"N/A\" : \"1\"")]
    }
    #expect(result.taken == 27)
    #expect(result.failedAgain == 1)
    #expect(result.heldBack == 3)
    // The entry that came back is the newest one in the store, and still the first of its key.
    #expect(try letters(directory).map(id) == [144, 214, 284, 74])
    try await plan().replay(in: directory) { $0.changes = ReplayTests.mended }
    let ids = directory.text("even.jsonl").split(separator: "\n").suffix(3).map { $0.prefix(11) }
    #expect(ids == ["{\"id\":\"74\",", "{\"id\":\"214\"", "{\"id\":\"284\""])
  }

  @Test("Without the setting nothing is held back")
  func withoutTheSetting() async throws {
    let directory = TemporaryDirectory()
    try await plan().run(in: directory)
    let result = try await TestPlan().replay(in: directory) {
      $0.condition = "line > 10"
      $0.changes = ReplayTests.mended
    }
    #expect(result.heldBack == 0)
    #expect(result.taken == 29)
  }

  @Test("A redelivery that fails, or is not due, holds back the later ones")
  func redelivery() async throws {
    let outage = Outage()
    var test = plan(outage)
    test.limits.redelivery = Redelivery(maxRetries: 3, delay: .seconds(300))
    let directory = TemporaryDirectory()
    try await test.run(in: directory, RedeliveryTests.at(0))
    outage.ends { id, _ in id == 4 }
    let result = try await test.run(in: directory, RedeliveryTests.at(300))
    #expect(result.redelivery?.counts.read == 26)
    #expect(result.redelivery?.counts.deadLettered == 1)
    #expect(result.redelivery?.heldBack == 4)
    #expect(try await test.run(in: directory, RedeliveryTests.at(301)).end == .nothingToDo)
    outage.ends()
    let last = try await test.run(in: directory, RedeliveryTests.at(600))
    #expect(last.redelivery?.counts.read == 5)
    #expect(last.total.deadLettered == 0)
  }
}

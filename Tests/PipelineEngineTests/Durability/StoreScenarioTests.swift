import PipelineModel
import PipelineTesting
import Testing

@testable import PipelineEngine

@Suite struct StoreScenarioTests {
  @Test("Scenario 12: bits flipped anywhere in the store → never a crash, never a silent start from 0")
  func flippedBits() async throws {
    let test = TestPlan()
    let whole = TemporaryDirectory()
    try await test.begin(in: whole)
    let bytes = try #require(whole.read("state/state.db"))
    var random = SeededRandom(seed: 0xD17A)
    for round in 0..<60 {
      let directory = TemporaryDirectory()
      try await test.begin(in: directory)
      var flipped = directory.read("state/state.db") ?? []
      #expect(flipped.count == bytes.count)
      for _ in 0...(round % 4) {
        // One half anywhere, the other in the header and the schema.
        let limit = round.isMultiple(of: 2) ? flipped.count : 4096
        flipped[Int(random.next() % UInt64(limit))] ^= 1 << UInt8(random.next() % 8)
      }
      directory.write("state/state.db", bytes: flipped)
      for suffix in ["-wal", "-shm"] { directory.remove("state/state.db" + suffix) }
      do {
        let result = try await test.run(in: directory)
        #expect(result.counts.read == 200, "round \(round)")
        #expect(result.total.isBalanced)
      } catch let problem as EngineProblem {
        #expect(problem.message.contains("store"), "round \(round): \(problem.message)")
      }
    }
  }

  @Test("Scenario 8, for the store: one that is missing, exchanged or older than the checkpoint is refused")
  func otherStore() async throws {
    let test = TestPlan()
    let directory = TemporaryDirectory()
    try await test.begin(in: directory, records: 50)
    let old = try #require(directory.read("state/state.db"))
    try await test.begin(in: directory, records: 100)
    directory.write("state/state.db", bytes: old)
    let older = try await test.problem(in: directory)
    #expect(older.kind == .refused)
    #expect(older.message.contains("is older than the checkpoint"))
    directory.remove("state/state.db")
    let missing = try await test.problem(in: directory)
    #expect(missing.kind == .refused)
    #expect(missing.message.contains("is missing or empty"))
    let other = TemporaryDirectory()
    try await test.begin(in: other, records: 100)
    directory.write("state/state.db", bytes: try #require(other.read("state/state.db")))
    let exchanged = try await test.problem(in: directory)
    #expect(exchanged.kind == .refused)
    #expect(exchanged.message.contains("is not the one"))
    directory.remove("state/state.db")
    #expect(missing.help?.contains("--restart") == true)
    let forced = try await test.run(in: directory) { $0.resume = .force }
    #expect(forced.total.read == 300)
    #expect(forced.counts.read == 150)
  }

  @Test("Scenario 13, for the store: a newer layout is refused")
  func newerLayout() async throws {
    let test = TestPlan()
    let directory = TemporaryDirectory()
    try await test.begin(in: directory)
    try Database(path: directory.file("state/state.db")).execute("PRAGMA user_version=99")
    let problem = try await test.problem(in: directory)
    #expect(problem.kind == .refused)
    #expect(problem.message.contains("layout 99"))
  }

  @Test("Rows are purged two checkpoints after they were removed, and counted with their reason")
  func purge() async throws {
    var test = TestPlan()
    test.limits.maxSize = 5
    test.limits.onFull = .dropOldest
    let directory = TemporaryDirectory()
    let result = try await test.run(in: directory)
    #expect(result.total.deadLettered == 30)
    #expect(result.total.deadLettersDropped == 25)
    let store = try StateStore(path: directory.file("state/state.db"))
    #expect(try DeadLetterStore(store: store).letters(.init()).map(\.line) == [256, 266, 276, 286, 296])
    let rows = try store.use { database throws(StoreProblem) in
      try database.rows("SELECT COUNT(*) FROM dead_letters").first?.first?.integer ?? 0
    }
    #expect(rows < 30)
    let counted = try DeadLetterStore(store: store).removals()
    #expect(counted.allSatisfy { $0.reason == "dropped: the dead letters were full" })
  }
}

import PipelineModel
import PipelineParts
import PipelineTesting
import Resilience
import Testing

@testable import PipelineEngine

/// A store that ends whole, and commands that notice when it no longer is.
@Suite struct StoreLossTests {
  private func location(_ directory: TemporaryDirectory) -> StateLocation {
    StateLocation(name: "test", directory: directory.file("state"))
  }

  /// Why the commands refuse the store.
  private func refusal(_ directory: TemporaryDirectory) throws -> EngineProblem {
    do throws(EngineProblem) {
      let store = try location(directory).store()
      store?.close()
      Issue.record("the store was opened: \(store?.path ?? "none")")
      return EngineProblem(.failed, "")
    } catch {
      return error
    }
  }

  private func refused(_ work: () async throws -> Void) async throws -> EngineProblem {
    do { try await work() } catch let problem as EngineProblem { return problem }
    Issue.record("nothing was refused")
    return EngineProblem(.failed, "")
  }

  @Test(arguments: [100, 300] as [Int64])
  func aRunLeavesNoWriteAheadLog(records: Int64) async throws {
    let directory = TemporaryDirectory()
    try await TestPlan().begin(in: directory, records: records)
    #expect(!directory.has("state/state.db-wal"))
    #expect(try #require(directory.read("state/state.db")).count > 20_000)
  }

  @Test func aRunWithCallsLeavesNoWriteAheadLog() async throws {
    var trial = CallTrial("{for: 1ms}")
    trial.uses = "delay"
    let run = Run(plan: try trial.plan(), options: trial.options, observer: RecordingObserver())
    #expect(try await run.execute().counts.written == 10)
    // The run is still there, as it is while the command prints its summary.
    #expect(!trial.directory.has(".pipeline/test/state.db-wal"))
    withExtendedLifetime(run) {}
  }

  @Test func aRefusedRunLeavesNoWriteAheadLog() async throws {
    var test = TestPlan()
    let directory = TemporaryDirectory()
    try await test.begin(in: directory)
    test.canonicalText = "changed"
    #expect(try await test.problem(in: directory).kind == .refused)
    #expect(!directory.has("state/state.db-wal"))
  }

  @Test func aClosedStoreSaysSo() throws {
    let directory = TemporaryDirectory()
    let store = try StateStore(path: directory.file("state.db"))
    store.close()
    store.close()
    #expect(throws: EngineProblem.self) { try DeadLetterStore(store: store).removals() }
  }

  @Test func commandsRefuseAStoreThatIsMissingAndMakeNone() async throws {
    let directory = TemporaryDirectory()
    try await TestPlan().begin(in: directory)
    directory.remove("state/state.db")
    let missing = try refusal(directory)
    #expect(missing.kind == .refused)
    #expect(missing.message.contains("expected store") && missing.message.contains("found none"))
    #expect(!directory.has("state/state.db"))
    #expect(try await TestPlan().problem(in: directory).kind == .refused)
    #expect(!directory.has("state/state.db"))
    directory.write("state/state.db", "")
    #expect(try refusal(directory).message.contains("missing or empty"))
    #expect(directory.text("state/state.db").isEmpty)
  }

  @Test func commandsRefuseAStoreThatLostItsNewestChanges() async throws {
    let directory = TemporaryDirectory()
    try await TestPlan().begin(in: directory, records: 50)
    let old = try #require(directory.read("state/state.db"))
    try await TestPlan().begin(in: directory, records: 100)
    directory.write("state/state.db", bytes: old)
    let problem = try refusal(directory)
    #expect(problem.kind == .refused)
    #expect(problem.message.contains("is older than the checkpoint"))
    #expect(problem.help?.contains("--restart") == true)
    let replay = try await refused {
      _ = try Replay(
        plan: try TestPlan().make(in: directory), request: ReplayRequest(), observer: RecordingObserver()
      ).preview(limit: 1)
    }
    #expect(replay.message.contains("is older than the checkpoint"))
  }

  @Test func aStoreAheadOfItsCheckpointIsListed() async throws {
    let directory = TemporaryDirectory()
    try await TestPlan().begin(in: directory, records: 50)
    let old = try #require(directory.read("state/test-in/checkpoint.json"))
    try await TestPlan().begin(in: directory, records: 100)
    directory.write("state/test-in/checkpoint.json", bytes: old)
    let store = try #require(try location(directory).store())
    defer { store.close() }
    #expect(try DeadLetterStore(store: store).letters(.init()).count == 15)
  }

  @Test func aStoreTakenAsItIsIsNoLongerRefused() async throws {
    let directory = TemporaryDirectory()
    try await TestPlan().run(in: directory)
    directory.remove("state/state.db")
    #expect(try await TestPlan().run(in: directory) { $0.resume = .force }.counts.read == 0)
    let store = try location(directory).store()
    store?.close()
    #expect(store != nil)
    #expect(try await TestPlan().run(in: directory).counts.read == 0)
  }
}

import PipelineModel
import PipelineTesting
import Testing

@testable import PipelineEngine

/// What a run that failed tells of itself: no more than its last checkpoint holds.
@Suite struct FailedRunTests {
  @Test func historyAndResultOfAFailedRunAreThoseOfItsLastCheckpoint() async throws {
    let test = TestPlan()
    let directory = TemporaryDirectory()
    // The second output that is written fails once some checkpoints are valid and more records are settled.
    let files = FaultyFileSystem(PosixFileSystem(), at: "write", occurrence: 12, fault: .noSpace)
    let run = Run(
      plan: try test.make(in: directory), options: test.options, files: files, observer: RecordingObserver())
    let problem = try #require(await #expect(throws: EngineProblem.self) { try await run.execute() })
    let result = try #require(run.result(of: problem))
    #expect(result.exitCode == 4)

    let checkpoint = try newest(directory)
    #expect(checkpoint.counts.read > 0)
    #expect(checkpoint.counts.read < 300)
    #expect(result.total == checkpoint.counts)
    #expect(result.counts.isBalanced)
    let history = RunHistory(store: try StateStore(path: directory.file("state/state.db")))
    let record = try #require(try history.runs(limit: 1).first)
    #expect(record.exitCode == 4)
    #expect(record.counts == checkpoint.counts.json)
    #expect(result.sinks.map(\.records) == checkpoint.sinks.map(\.records))
  }

  @Test func theRunAfterItCountsTheRest() async throws {
    let test = TestPlan()
    let directory = TemporaryDirectory()
    let files = FaultyFileSystem(PosixFileSystem(), at: "write", occurrence: 12, fault: .noSpace)
    _ = try await test.problem(in: directory, files: files)
    let before = try newest(directory).counts
    let result = try await test.run(in: directory)
    #expect(result.counts.read == 300 - before.read)
    let history = RunHistory(store: try StateStore(path: directory.file("state/state.db")))
    #expect(try history.runs(limit: 2).map(\.resumedAt) == [before.read, nil])
  }

  private func newest(_ directory: TemporaryDirectory) throws -> Checkpoint {
    let operation = OperationDirectory(
      state: directory.file("state"), operation: "test-in", files: PosixFileSystem())
    guard case .valid(let checkpoint, _) = try operation.checkpoints.inspect() else {
      throw EngineProblem(.failed, "no checkpoint")
    }
    return checkpoint
  }
}

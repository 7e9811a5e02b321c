import PipelineModel
import PipelineTesting
import Testing

@testable import PipelineEngine

/// Runs whose every record fails, with far more bytes of dead letters than a run keeps in memory.
@Suite struct ManyDeadLettersTests {
  private static let rows = 3000

  /// About 6 MB of dead letters, and no checkpoint before the last one.
  private func plan(in directory: TemporaryDirectory, workers: Int) -> TestPlan {
    let name = String(repeating: "n", count: 1000)
    let lines = (0..<Self.rows).map { "\($0),\(name),N/A\n" }
    directory.write("in.csv", "id,name,amount\n" + lines.joined())
    var test = TestPlan()
    test.every = 1_000_000
    test.workers = workers
    test.chunkSize = 64 * 1024
    return test
  }

  /// The lines of the input that are among the dead letters, in their order.
  private func lines(in directory: TemporaryDirectory) throws -> [Int64] {
    let letters = DeadLetterStore(store: try StateStore(path: directory.file("state/state.db")))
    return try letters.letters(.init(), limit: 2 * Self.rows).compactMap(\.line)
  }

  @Test(arguments: [1, 4]) func goToTheStoreBeforeTheirCheckpoint(workers: Int) async throws {
    let directory = TemporaryDirectory()
    let files = FaultyFileSystem(PosixFileSystem())
    let result = try await plan(in: directory, workers: workers).run(in: directory, files: files)
    #expect(result.counts.deadLettered == Int64(Self.rows))
    #expect(files.log.count { $0.hasPrefix("commit") } > 5)
    #expect(try lines(in: directory) == (0..<Int64(Self.rows)).map { $0 + 2 })
  }

  @Test("Killed between the store and the checkpoint → nothing is there twice", arguments: [1, 3, 6])
  func killed(commit: Int) async throws {
    let directory = TemporaryDirectory()
    let test = plan(in: directory, workers: 2)
    let files = FaultyFileSystem(PosixFileSystem(), at: "commit", occurrence: commit, fault: .stop)
    _ = try await test.problem(in: directory, files: files)
    #expect(try await test.run(in: directory).total.deadLettered == Int64(Self.rows))
    #expect(try lines(in: directory) == (0..<Int64(Self.rows)).map { $0 + 2 })
  }

  @Test("`drop_oldest` finds those that were stored before their checkpoint")
  func dropsTheOldest() async throws {
    let directory = TemporaryDirectory()
    var test = plan(in: directory, workers: 1)
    test.limits.maxSize = 1500
    test.limits.onFull = .dropOldest
    let result = try await test.run(in: directory)
    #expect(result.counts.deadLettersDropped == 1500)
    #expect(try lines(in: directory) == (1500..<Int64(Self.rows)).map { $0 + 2 })
  }
}

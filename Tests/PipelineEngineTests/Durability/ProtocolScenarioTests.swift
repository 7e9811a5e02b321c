import PipelineModel
import PipelineTesting
import Testing

@testable import PipelineEngine

/// The scenarios of the durability page, by number, and where they are tested. `CrashTests` stops a run at every
/// single operation, and so covers 1–6, 9, 25, 26, 28, 39 and 41 once more, without naming the place.
///
/// | scenario | where |
/// |---|---|
/// | 1–6, 9–16, 21, 35–39 | `ProtocolScenarioTests`, `CheckpointScenarioTests`, `OptionScenarioTests` |
/// | 17–19 | `InputScenarioTests` |
/// | 20, 22, 25–27, 42 | `DiskScenarioTests` |
/// | 23, 24, 44 | `DeadLetterScenarioTests` |
/// | 28 | `ProtocolScenarioTests`, `CrashTests`, and with the real command `KillTests` |
/// | 29, 30, 33 | `RestartTests`, `CompensationTests` |
/// | 32, 35 (dry run), 43 | with the real command: `SignalTests`, `CommandTests` |
/// | 34 | `ReplayTests`, and with the real command `KillTests` |
/// | 7, 8, 40 | wait for a database sink; for the state store the like of 8 is in `StoreScenarioTests` |
/// | 31 | `CrashMarkTests`, with processes that really crash |
@Suite struct ProtocolScenarioTests {
  struct Place: Sendable, CustomTestStringConvertible {
    var name: String
    /// The operation before which the process dies, and its occurrence.
    var at: String
    var occurrence: Int

    var testDescription: String { name }
  }

  /// A checkpoint is: sync, sync (two outputs), commit, open, write, sync, rename, rename, syncDirectory. Before the
  /// first one there is one of epoch 0, which has neither outputs nor dead letters.
  static let places = [
    Place(name: "Scenario 1: killed before the data fsync", at: "sync ", occurrence: 5),
    Place(name: "Scenario 2: killed after the data, before the dead letters", at: "commit", occurrence: 2),
    Place(
      name: "Scenario 3: killed after the dead letters, before the checkpoint", at: "json.tmp", occurrence: 3),
    Place(name: "Scenario 4: killed during the temporary file", at: "sync ", occurrence: 7),
    Place(name: "Scenario 5: killed between the two renames", at: "/checkpoint.json", occurrence: 6),
    Place(
      name: "Scenario 5: killed after the rename, before the directory fsync", at: "syncDirectory",
      occurrence: 5),
    Place(name: "Scenario 41: killed between the commits of two sinks", at: "sync ", occurrence: 6),
  ]

  @Test(arguments: places, [1, 8]) func leavesNoTrace(place: Place, workers: Int) async throws {
    var test = TestPlan()
    test.workers = workers
    let undisturbed = TemporaryDirectory()
    try await test.run(in: undisturbed)
    let directory = TemporaryDirectory()
    let files = FaultyFileSystem(PosixFileSystem(), at: place.at, occurrence: place.occurrence)
    _ = try await test.problem(in: directory, files: files)
    #expect(files.isStopped)
    let result = try await test.run(in: directory)
    #expect(result.total.isBalanced)
    #expect(result.total.read == 300)
    #expect(try RunOutcome(directory) == RunOutcome(undisturbed))
    #expect(!directory.has("state/test-in/checkpoint.json.tmp"))
  }

  @Test("Scenario 6: killed while publishing → a rerun is a no-op", arguments: ["even.jsonl", "odd.csv"])
  func publishing(name: String) async throws {
    var test = TestPlan()
    test.isPublishedAtEnd = true
    let undisturbed = TemporaryDirectory()
    try await test.run(in: undisturbed)
    let directory = TemporaryDirectory()
    let files = FaultyFileSystem(PosixFileSystem(), at: "rename \(directory.file(name))")
    _ = try await test.problem(in: directory, files: files)
    let result = try await test.run(in: directory)
    #expect(result.end == .nothingToDo)
    #expect(try RunOutcome(directory) == RunOutcome(undisturbed))
    #expect(!directory.has("even.jsonl.partial") && !directory.has("odd.csv.partial"))
  }

  @Test("Scenario 9 and 10: a torn last line, an output longer than recorded → truncated")
  func longerOutput() async throws {
    let test = TestPlan()
    let undisturbed = TemporaryDirectory()
    try await test.run(in: undisturbed)
    let directory = TemporaryDirectory()
    try await test.begin(in: directory)
    directory.write("even.jsonl", directory.text("even.jsonl") + #"{"id":"100","na"#)
    try await test.run(in: directory)
    #expect(try RunOutcome(directory) == RunOutcome(undisturbed))
  }

  @Test("Scenario 39: a gzip sink is truncated to a member boundary")
  func gzipMember() async throws {
    var test = TestPlan()
    test.isCompressed = true
    let undisturbed = TemporaryDirectory()
    try await test.run(in: undisturbed)
    let directory = TemporaryDirectory()
    try await test.begin(in: directory)
    let whole = directory.read("even.jsonl.gz") ?? []
    directory.write("even.jsonl.gz", bytes: whole + whole.prefix(17))
    try await test.run(in: directory)
    #expect(try RunOutcome(directory) == RunOutcome(undisturbed))
  }

  @Test("Scenario 42: one sink fails → the error names it, nothing else is lost")
  func oneSinkFails() async throws {
    let test = TestPlan()
    let undisturbed = TemporaryDirectory()
    try await test.run(in: undisturbed)
    let directory = TemporaryDirectory()
    let files = FaultyFileSystem(PosixFileSystem(), at: "open \(directory.file("odd.csv"))", fault: .noSpace)
    let problem = try await test.problem(in: directory, files: files)
    #expect(problem.message.contains(directory.file("odd.csv")))
    try await test.run(in: directory)
    #expect(try RunOutcome(directory) == RunOutcome(undisturbed))
  }
}

import PipelineModel
import PipelineParts
import PipelineTesting
import Testing

@testable import PipelineEngine

@Suite struct CheckpointScenarioTests {
  static let path = "state/test-in/checkpoint.json"
  static let previous = "state/test-in/checkpoint.previous.json"

  @Test("Scenario 10: an output shorter than recorded is refused", arguments: ["even.jsonl", "odd.csv"])
  func shorterOutput(name: String) async throws {
    let test = TestPlan()
    let directory = TemporaryDirectory()
    try await test.begin(in: directory)
    directory.write(name, String(directory.text(name).dropLast(3)))
    let problem = try await test.problem(in: directory)
    #expect(problem.kind == .refused)
    #expect(problem.message.contains(directory.file(name)))
    #expect(problem.message.contains("expected") && problem.message.contains("found"))
    #expect(problem.help?.contains("--restart") == true)
  }

  @Test(
    "Scenario 11: an output deleted or edited between runs is refused unless `--restart`",
    arguments: [false, true])
  func editedOutput(isCompleted: Bool) async throws {
    let test = TestPlan()
    for isDeleted in [false, true] {
      let directory = TemporaryDirectory()
      if isCompleted { try await test.run(in: directory) } else { try await test.begin(in: directory) }
      if isDeleted {
        directory.remove("odd.csv")
      } else {
        directory.write("odd.csv", directory.text("odd.csv").replacing("name 1", with: "NAME 1"))
      }
      let problem = try await test.problem(in: directory)
      #expect(problem.kind == .refused)
      #expect(problem.help?.contains("--restart") == true)
      let result = try await test.run(in: directory) { $0.restart = true }
      #expect(result.counts.read == 300)
      #expect(
        try DeadLetterStore(store: StateStore(path: directory.file("state/state.db"))).letters(.init()).count
          == 30)
    }
  }

  @Test("Scenario 12: an empty, cut or bit-flipped checkpoint → the one before it, with a warning")
  func damagedCheckpoint() async throws {
    let test = TestPlan()
    let undisturbed = TemporaryDirectory()
    try await test.run(in: undisturbed)
    let whole = TemporaryDirectory()
    try await test.begin(in: whole)
    let bytes = try #require(whole.read(Self.path))
    var damages: [[UInt8]] = [[], Array(bytes.dropLast()), Array(bytes.prefix(10)), Array("garbage".utf8)]
    for place in stride(from: 0, to: bytes.count, by: 97) {
      var flipped = bytes
      flipped[place] ^= 1 << UInt8(place % 8)
      damages.append(flipped)
    }
    for damage in damages {
      let directory = TemporaryDirectory()
      try await test.begin(in: directory)
      directory.write(Self.path, bytes: damage)
      let observer = RecordingObserver()
      let result = try await test.run(in: directory, observer: observer)
      #expect(observer.warnings.contains { $0.contains("is damaged") })
      #expect(result.counts.read < 300)
      #expect(try RunOutcome(directory) == RunOutcome(undisturbed))
    }
  }

  @Test("Scenario 12: both checkpoints damaged → refused, never a start from 0 in silence")
  func bothDamaged() async throws {
    let test = TestPlan()
    let directory = TemporaryDirectory()
    try await test.begin(in: directory)
    directory.write(Self.path, "")
    directory.write(Self.previous, "{}")
    let problem = try await test.problem(in: directory)
    #expect(problem.kind == .refused)
    #expect(problem.message.contains("no usable checkpoint"))
    #expect(problem.help?.contains("--restart") == true)
    directory.remove(Self.path)
    #expect(try await test.problem(in: directory).kind == .refused)
    let restarted = try await test.run(in: directory) { $0.restart = true }
    #expect(restarted.total.read == 300)
  }

  @Test(
    "Scenario 12: a completed run whose checkpoint is lost goes on from the one before",
    arguments: [false, true])
  func completedThenDamaged(isPublishedAtEnd: Bool) async throws {
    var test = TestPlan()
    test.isPublishedAtEnd = isPublishedAtEnd
    test.hasDedupe = true
    test.limits.maxSize = 12
    test.limits.onFull = .dropOldest
    let undisturbed = TemporaryDirectory()
    try await test.run(in: undisturbed)
    let directory = TemporaryDirectory()
    try await test.run(in: directory)
    directory.write(Self.path, "damaged")
    let result = try await test.run(in: directory)
    #expect(result.end == .completed)
    #expect(result.total.read == 300)
    #expect(try RunOutcome(directory) == RunOutcome(undisturbed))
    #expect(try await test.run(in: directory).end == .nothingToDo)
  }

  @Test("Scenario 13: a newer checkpoint format is refused")
  func newerFormat() async throws {
    let test = TestPlan()
    let directory = TemporaryDirectory()
    try await test.begin(in: directory)
    let file = CheckpointFile(directory: directory.file("state/test-in"), files: PosixFileSystem())
    guard case .valid(var checkpoint, _) = try file.load() else {
      Issue.record("no checkpoint")
      return
    }
    checkpoint.format = 7
    try file.save(checkpoint)
    let problem = try await test.problem(in: directory)
    #expect(problem.kind == .refused)
    #expect(problem.message.contains("has format 7"))
    #expect(problem.message.contains("reads up to 1"))
  }

  @Test("Scenario 14: a plan changed in meaning is refused with what changed")
  func changedPlan() async throws {
    var test = TestPlan()
    test.canonicalText = "source.uses=csv\nstages[a].with=limit 1"
    let directory = TemporaryDirectory()
    try await test.begin(in: directory)
    test.canonicalText = "source.uses=csv\nstages[a].with=limit 2"
    let problem = try await test.problem(in: directory)
    #expect(problem.kind == .refused)
    #expect(problem.message.contains("\n  - stages[a].with=limit 1\n  + stages[a].with=limit 2"))
    #expect(!problem.message.contains("source.uses"))
    #expect(problem.help?.contains("--restart") == true)
    #expect(problem.help?.contains("--resume force") == true)
    let result = try await test.run(in: directory) { $0.resume = .force }
    #expect(result.total.read == 300)
  }

  @Test("Scenario 15 and 16: a change of the policies alone resumes, and both digests are recorded")
  func changedPolicies() async throws {
    var test = TestPlan()
    test.canonicalPolicies = "services.fhir.failure_threshold=3"
    let directory = TemporaryDirectory()
    try await test.begin(in: directory)
    test.canonicalPolicies = "services.fhir.failure_threshold=5"
    let observer = RecordingObserver()
    let result = try await test.run(in: directory, observer: observer)
    #expect(result.total.read == 300)
    #expect(observer.notes.contains { $0.contains("policies have changed") })
    let runs = try RunHistory(store: StateStore(path: directory.file("state/state.db"))).runs(limit: 9)
    #expect(runs.count == 2)
    #expect(Set(runs.map(\.policyDigest)).count == 2)
    #expect(Set(runs.map(\.planDigest)).count == 1)
  }

  @Test("Scenario 36: a CSV sink reopened keeps its header and its columns")
  func frozenHeader() async throws {
    let test = TestPlan()
    let directory = TemporaryDirectory()
    try await test.begin(in: directory)
    try await test.run(in: directory)
    #expect(directory.text("odd.csv").split(separator: "\n").filter { $0 == "id,name,amount" }.count == 1)
    let other = TemporaryDirectory()
    try await test.begin(in: other)
    var plan = try test.make(in: other)
    let columns = Schema(columns: Array(plan.finalSchema.columns.dropLast()))
    plan.sinks[1].encoder = CSVEncoder(schema: columns)
    var options = test.options
    options.resume = .force
    let run = Run(plan: plan, options: options, observer: RecordingObserver())
    let problem = await #expect(throws: EngineProblem.self) { try await run.execute() }
    #expect(problem?.message.contains("header `id,name,amount`") == true)
    #expect(problem?.message.contains("`id,name`") == true)
  }

  @Test("Scenario 38: long positions survive the checkpoint")
  func longPositions() throws {
    let directory = TemporaryDirectory()
    let file = CheckpointFile(directory: directory.path, files: PosixFileSystem())
    let far = Int64.max - 1
    var checkpoint = Checkpoint(
      operationID: "a", runID: "b", epoch: far, status: .running, sourceFile: nil, targetTable: nil,
      lastRow: far,
      position: Checkpoint.Position(file: 0, path: "x", offset: far, line: far, digest: "", consumed: []),
      timestamp: "", planDigest: "", policyDigest: "", sinks: [], deadLetters: far, counts: RunCounts(),
      steps: [],
      store: Checkpoint.Store(id: "s", epoch: far))
    checkpoint.counts.read = far
    checkpoint.sinks = [
      Checkpoint.Sink(name: "s", path: "p", bytes: far, digest: "", records: far, header: nil)
    ]
    try file.save(checkpoint)
    guard case .valid(let found, nil) = try file.load() else {
      Issue.record("not read back")
      return
    }
    #expect(found == checkpoint)
  }
}

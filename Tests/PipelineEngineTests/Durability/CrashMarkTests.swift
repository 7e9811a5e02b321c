import Glibc
import PipelineModel
import PipelineTesting
import Resilience
import Testing

@testable import PipelineEngine

/// Scenario 31, with processes that really crash: each run is a process of its own.
@Suite struct CrashMarkTests {
  struct Scenario: Sendable, Codable, CustomTestStringConvertible {
    var defect = CrashStep.Defect.failedPrecondition
    var place = CrashStep.Place.stage
    var ids: [Int64] = [137]
    var workers = 1
    var isCompressed = false
    var hasDedupe = false

    var testDescription: String {
      "\(defect) in the \(place) at \(ids), \(workers) workers\(isCompressed ? ", gzip" : "")\(hasDedupe ? ", dedupe" : "")"
    }

    var plan: TestPlan {
      var plan = TestPlan()
      plan.workers = workers
      plan.isCompressed = isCompressed
      plan.hasDedupe = hasDedupe
      plan.crash = CrashStep(ids: ids, defect: defect, place: place)
      return plan
    }
  }

  /// Runs the plan in a process that ends with the defect's signal.
  private func crash(_ scenario: Scenario, in directory: TemporaryDirectory) async {
    await #expect(processExitsWith: .signal(scenario.defect.signal)) {
      [scenario = scenario as Scenario, path = directory.path as String] in
      try await scenario.plan.run(in: TemporaryDirectory(sharing: path)) { $0.marksCrashes = true }
    }
  }

  @Test(
    "Scenario 31: a record that crashes the process three times is set aside, and the run goes on",
    arguments:
      CrashStep.Defect.allCases.map { Scenario(defect: $0) } + [
        Scenario(defect: .invalidPointer, place: .source, workers: 2),
        Scenario(defect: .invalidPointer, place: .sink, workers: 2), Scenario(workers: 8),
        Scenario(workers: 8, isCompressed: true, hasDedupe: true),
      ])
  func setsTheRecordAside(scenario: Scenario) async throws {
    let directory = TemporaryDirectory()
    for _ in 0..<3 { await crash(scenario, in: directory) }
    let observer = RecordingObserver()
    let result = try await scenario.plan.run(in: directory, observer: observer)
    #expect(
      observer.warnings.contains {
        $0.contains("an earlier run crashed with \(CrashHistory.name(of: scenario.defect.signal))")
      })
    #expect(result.end == .completed)
    #expect(result.total.isBalanced)
    #expect(result.total.read == 300)
    #expect(!directory.has("state/test-in/crashes.jsonl"))
    let letters = DeadLetterStore(store: try StateStore(path: directory.file("state/state.db")))
    let letter = try #require(try letters.letters(.init()).first { $0.errorType == "Crash" })
    let stage = [CrashStep.Place.source: "source", .stage: "crash", .sink: "sinks"][scenario.place] ?? ""
    #expect(letter.stage == stage)
    #expect(letter.line == 139)
    #expect(letter.failureClass == .permanent && letter.severity == .high)
    #expect(letter.errorMessage.contains(CrashHistory.name(of: scenario.defect.signal)))
    #expect(String(decoding: letter.original, as: UTF8.self) == "137,\"name 4\",137.5")
    let body = scenario.place == .source ? "" : #"{"id":"137","name":"name 4","amount":"137.5"}"#
    #expect(String(decoding: letter.body, as: UTF8.self) == body)

    // All other records are what they are in a run in which nothing crashes.
    var harmless = scenario.plan
    harmless.crash = CrashStep(ids: [], defect: scenario.defect)
    let undisturbed = TemporaryDirectory()
    try await harmless.run(in: undisturbed)
    var wanted = try RunOutcome(undisturbed)
    wanted.odd = wanted.odd.replacing("137,\"name 4\",137.5\n", with: "").replacing(
      "137,name 4,137.5\n", with: "")
    var found = try RunOutcome(directory)
    found.deadLetters.removeAll { $0 == "139 \(stage)" }
    #expect(found == wanted)
  }

  @Test("Scenario 31: a record that crashes only among others passes, and all workers go on")
  func passesWhatDoesNotCrashAlone() async throws {
    let scenario = Scenario()
    let directory = TemporaryDirectory()
    await crash(scenario, in: directory)
    #expect(directory.has("state/test-in/crashes.jsonl"))
    var mended = scenario.plan
    mended.crash = CrashStep(ids: [], defect: scenario.defect)
    mended.workers = 8
    let observer = RecordingObserver()
    let result = try await mended.run(in: directory, observer: observer)
    #expect(result.end == .completed && result.total.read == 300 && result.total.isBalanced)
    #expect(!directory.has("state/test-in/crashes.jsonl"))
    #expect(observer.notes.contains("the records that an earlier run crashed at are settled"))
    let undisturbed = TemporaryDirectory()
    try await mended.run(in: undisturbed)
    #expect(try RunOutcome(directory) == RunOutcome(undisturbed))
  }

  @Test(
    "Scenario 31: two records that crash are both set aside",
    arguments: [
      // The second one crashes a run at full speed, too, that has left the first behind.
      (Scenario(ids: [61, 241]), 6),
      // The second one stands in the range that the first crash made doubtful.
      (Scenario(ids: [61, 62]), 5),
    ])
  func setsTwoRecordsAside(scenario: Scenario, crashes: Int) async throws {
    let directory = TemporaryDirectory()
    for _ in 0..<crashes { await crash(scenario, in: directory) }
    let result = try await scenario.plan.run(in: directory)
    #expect(result.end == .completed && result.total.read == 300 && result.total.isBalanced)
    let letters = DeadLetterStore(store: try StateStore(path: directory.file("state/state.db")))
    #expect(
      try letters.letters(.init()).filter { $0.errorType == "Crash" }.map(\.line)
        == scenario.ids.map { $0 + 2 })
  }

  @Test("Scenario 31 and 37: `--restart` forgets the crashes, too")
  func restartForgets() async throws {
    let directory = TemporaryDirectory()
    let test = TestPlan()
    try await test.begin(in: directory, records: 50)
    directory.write(
      "state/test-in/crashes.jsonl", #"{"signal":11,"epoch":1,"read":{"file":0,"offset":3000}}"# + "\n")
    let observer = RecordingObserver()
    try await test.run(in: directory, observer: observer) { $0.restart = true }
    #expect(observer.warnings.isEmpty)
    #expect(!directory.has("state/test-in/crashes.jsonl"))
  }

  @Test("Scenario 31: a limit within the doubtful records leaves the rest of them doubtful")
  func goesOnBeingCareful() async throws {
    let directory = TemporaryDirectory()
    let test = TestPlan()
    try await test.begin(in: directory, records: 50)
    directory.write(
      "state/test-in/crashes.jsonl", #"{"signal":11,"epoch":1,"read":{"file":0,"offset":3000}}"# + "\n")
    #expect(
      try await test.run(in: directory) { $0.limit = 20 }.end == .stopped("the record limit is reached"))
    #expect(directory.has("state/test-in/crashes.jsonl"))
    let observer = RecordingObserver()
    let result = try await test.run(in: directory, observer: observer)
    #expect(observer.warnings.count == 1)
    #expect(result.total.read == 300 && result.total.isBalanced)
    #expect(!directory.has("state/test-in/crashes.jsonl"))
  }

  @Test("Scenario 31: a job that crashes has one record, which is set aside like any other")
  func setsAJobsRecordAside() async throws {
    let directory = TemporaryDirectory()
    for _ in 0..<3 {
      await #expect(processExitsWith: .signal(SIGSEGV)) { [path = directory.path as String] in
        _ = try await Self.runJob(in: TemporaryDirectory(sharing: path))
      }
    }
    let result = try await Self.runJob(in: directory)
    #expect(result.end == .completed && result.total.read == 1 && result.total.deadLettered == 1)
    let letters = DeadLetterStore(store: try StateStore(path: directory.file("state/state.db")))
    #expect(try letters.letters(.init()).map(\.errorType) == ["Crash"])
  }

  private static func runJob(in directory: TemporaryDirectory) async throws -> RunResult {
    var plan = try TestPlan().make(in: directory)
    plan.source = nil
    plan.stages = [
      PlannedStage(
        name: "work", uses: "test", work: .transform(CrashStep(ids: nil, defect: .invalidPointer)), when: nil,
        carries: [], input: Schema(columns: []), output: Schema(columns: []))
    ]
    var options = RunOptions()
    options.marksCrashes = true
    return try await Run(plan: plan, options: options, observer: RecordingObserver()).execute()
  }

  @Test("A signal that another process sends ends the process, though somebody else catches it")
  func endsByForeignSignals() async throws {
    let directory = TemporaryDirectory()
    await #expect(processExitsWith: .signal(SIGSEGV)) { [path = directory.path as String] in
      // As Swift's backtracer does when the process goes on.
      signal(SIGSEGV) { _ in signal(SIGSEGV, SIG_IGN) }
      let marker = CrashMarker.arm(CrashFile(directory: path, files: PosixFileSystem()))
      #expect(marker != nil)
      _ = system("kill -SEGV \(getpid())")
    }
    #expect(!directory.has("crashes.jsonl"))
  }

  @Test("Scenario 31: a signal that another process sends is no crash of a record")
  func ignoresForeignSignals() async throws {
    let directory = TemporaryDirectory()
    await #expect(processExitsWith: .signal(SIGABRT)) { [path = directory.path as String] in
      let marker = CrashMarker.arm(CrashFile(directory: path, files: PosixFileSystem()))
      #expect(marker != nil)
      _ = system("kill -ABRT \(getpid())")
      while true { pause() }
    }
    #expect(!directory.has("crashes.jsonl"))
  }

  @Test("Half a line, which a full disk leaves, is no mark")
  func passesOverTornLines() throws {
    let directory = TemporaryDirectory()
    let whole = #"{"signal":11,"epoch":3,"read":{"file":0,"offset":500}}"#
    directory.write("crashes.jsonl", whole + "\n" + whole.prefix(30))
    let history = try CrashFile(directory: directory.path, files: PosixFileSystem()).load()
    #expect(history.count == 1)
    #expect(history.end == CrashMark.Place(file: 0, offset: 500))
  }
}

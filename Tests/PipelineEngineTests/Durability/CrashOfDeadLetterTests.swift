import Glibc
import PipelineModel
import PipelineTesting
import Resilience
import Testing

@testable import PipelineEngine

/// Scenario 31 for dead letters that are on their way again: each crash is that of a process.
@Suite struct CrashOfDeadLetterTests {
  /// Dead letters at every tenth record; once mended, that of id 44 crashes the process.
  private static func plan(_ place: CrashStep.Place, isDown: Bool = false) -> TestPlan {
    let outage = Outage()
    if !isDown { outage.ends() }
    var plan = RedeliveryTests.plan(outage)
    plan.crash = CrashStep(ids: [44], defect: .invalidPointer, place: place)
    return plan
  }

  private static func run(
    _ place: CrashStep.Place, at seconds: Int64, in directory: TemporaryDirectory,
    _ observer: RecordingObserver = RecordingObserver()
  ) async throws -> RunResult {
    try await plan(place).run(in: directory, observer: observer) {
      RedeliveryTests.at(seconds)(&$0)
      $0.marksCrashes = true
    }
  }

  private static func replay(_ place: CrashStep.Place, in directory: TemporaryDirectory) async throws
    -> ReplayResult
  {
    try await Replay(
      plan: try plan(place).make(in: directory), request: ReplayRequest(), observer: RecordingObserver(),
      marksCrashes: true
    ).execute()
  }

  private func letters(_ directory: TemporaryDirectory) throws -> [DeadLetter] {
    try DeadLetterStore(store: try StateStore(path: directory.file("state/state.db"))).letters(.init())
  }

  @Test(
    "A dead letter that crashes its redelivery twice is parked, and the run goes on",
    arguments: [CrashStep.Place.stage, .sink])
  func redelivery(place: CrashStep.Place) async throws {
    let directory = TemporaryDirectory()
    try await Self.plan(place, isDown: true).run(in: directory, RedeliveryTests.at(0))
    #expect(try letters(directory).count == 30)
    for round in 0..<2 {
      await #expect(processExitsWith: .signal(SIGSEGV)) {
        [place = place as CrashStep.Place, path = directory.path as String, round = round as Int] in
        _ = try await Self.run(place, at: 300 + Int64(round), in: TemporaryDirectory(sharing: path))
      }
    }
    let observer = RecordingObserver()
    let result = try await Self.run(place, at: 302, in: directory, observer)
    #expect(observer.warnings.contains { $0.contains("an earlier run crashed with SIGSEGV") })
    #expect(result.end == .completed && result.exitCode == 3)
    #expect(result.total.isBalanced && result.total.deadLettered == 1)
    let letter = try #require(try letters(directory).first)
    #expect(try letters(directory).count == 1)
    #expect(letter.errorType == "Crash" && letter.failureClass == .permanent && letter.line == 46)
    #expect(String(decoding: letter.body, as: UTF8.self).contains(#""id":"44""#))
    #expect(!directory.has("state/test-in/crashes-of-dead-letters.jsonl"))
    #expect(try await Self.run(place, at: 9000, in: directory).end == .nothingToDo)
  }

  @Test("A dead letter that crashes its replay twice is left, and the others go through")
  func replays() async throws {
    let directory = TemporaryDirectory()
    try await Self.plan(.stage, isDown: true).run(in: directory, RedeliveryTests.at(0))
    for _ in 0..<2 {
      await #expect(processExitsWith: .signal(SIGSEGV)) { [path = directory.path as String] in
        _ = try await Self.replay(.stage, in: TemporaryDirectory(sharing: path))
      }
      #expect(try letters(directory).map(\.line).contains(46))
    }
    let result = try await Self.replay(.stage, in: directory)
    #expect(result.taken == 30 && result.failedAgain == 1)
    #expect(try letters(directory).map(\.errorType) == ["Crash"])
    // Whoever mends the step may try again: nothing is held against the entry.
    #expect(!directory.has("state/test-in/crashes-of-dead-letters.jsonl"))
  }

  @Test("`--restart` forgets the crashes of dead letters, too")
  func restartForgets() async throws {
    let directory = TemporaryDirectory()
    try await TestPlan().begin(in: directory, records: 50)
    let name = "state/test-in/crashes-of-dead-letters.jsonl"
    directory.write(name, #"{"signal":11,"epoch":1,"record":{"file":0,"offset":1},"stage":0}"# + "\n")
    try await TestPlan().run(in: directory) { $0.restart = true }
    #expect(!directory.has(name))
  }
}

import PipelineModel
import PipelineTesting
import Testing

@testable import PipelineEngine

@Suite struct DeadLetterScenarioTests {
  @Test("Scenario 24: a wall clock set forward expires nothing early")
  func clockSetForward() {
    let start = RetentionReading(wall: 1_000_000, sinceBoot: 500, boot: "b1")
    let clock = RetentionClock(nil, now: start)
    let hourLater = RetentionReading(wall: 1_003_600, sinceBoot: 4100, boot: "b1")
    #expect(RetentionClock(clock.text, now: hourLater).seconds(hourLater) == 1_003_600)
    let setForward = RetentionReading(wall: 1_000_000 + 365 * 86_400, sinceBoot: 4100, boot: "b1")
    #expect(RetentionClock(clock.text, now: setForward).seconds(setForward) == 1_003_600)
    let afterReboot = RetentionReading(wall: 2_000_000, sinceBoot: 3, boot: "b2")
    #expect(RetentionClock(clock.text, now: afterReboot).seconds(afterReboot) == 2_000_000)
  }

  @Test("Scenario 23: a wall clock set back makes entries younger, never older")
  func clockSetBack() {
    let clock = RetentionClock(nil, now: RetentionReading(wall: 1_000_000, sinceBoot: 500, boot: "b1"))
    let setBack = RetentionReading(wall: 900_000, sinceBoot: 600, boot: "b1")
    #expect(RetentionClock(clock.text, now: setBack).seconds(setBack) == 900_000)
  }

  @Test("Entries older than `retention_days` go when a run begins, counted with their reason")
  func expiry() async throws {
    let test = TestPlan()
    let directory = TemporaryDirectory()
    try await test.run(in: directory)
    let letters = DeadLetterStore(store: try StateStore(path: directory.file("state/state.db")))
    let day = Duration.seconds(86_400)
    var reading = RetentionReading.now
    #expect(try letters.expire(after: day, now: reading) == 0)
    reading.wall += 10 * 86_400
    #expect(try letters.expire(after: day, now: reading) == 0)
    reading.sinceBoot += 10 * 86_400
    #expect(try letters.expire(after: day, now: reading) == 30)
    #expect(try letters.removals().map(\.reason) == ["expired after 1 day"])
    #expect(try letters.removals().map(\.count) == [30])
  }

  @Test("A run that finds nothing to do deletes what is too old, too, and touches nothing else")
  func expiryWithoutInput() async throws {
    var test = TestPlan()
    test.limits.retention = .seconds(86_400)
    let directory = TemporaryDirectory()
    try await test.run(in: directory)
    let store = try StateStore(path: directory.file("state/state.db"))
    let letters = DeadLetterStore(store: store)
    #expect(try await test.run(in: directory).end == .nothingToDo)
    #expect(try letters.size().entries == 30)
    let runs = try RunHistory(store: store).runs(limit: 10).count
    try store.use { database throws(StoreProblem) in
      try database.execute("UPDATE dead_letters SET failed_at = '2020-01-01T00:00:00.000Z' WHERE line < 100")
    }
    let observer = RecordingObserver()
    let result = try await test.run(in: directory, observer: observer)
    #expect(result.end == .nothingToDo)
    #expect(observer.notes == ["10 dead letters are older than `retention_days` and were deleted"])
    #expect(try letters.letters(.init()).map(\.line).first == 106)
    #expect(try letters.removals().map(\.reason) == ["expired after 1 day"])
    #expect(result.total.deadLettered == 30)
    #expect(try RunHistory(store: store).runs(limit: 10).count == runs)
  }

  @Test("Scenario 44: full dead letters and `on_full: stop` → stops at a checkpoint", arguments: [1, 8])
  func stopsWhenFull(workers: Int) async throws {
    var test = TestPlan()
    test.workers = workers
    test.limits.maxSize = 10
    let directory = TemporaryDirectory()
    let observer = RecordingObserver()
    let result = try await test.run(in: directory, observer: observer)
    #expect(result.exitCode == 4)
    #expect(result.counts.deadLettered == 10)
    #expect(result.counts.isBalanced)
    // Two attempts settle the records before the one that found no room; they are told of once.
    #expect(observer.deadLettered == [6, 16, 26, 36, 46, 56, 66, 76, 86, 96])
    let again = try await test.run(in: directory)
    #expect(again.exitCode == 4)
    #expect(again.counts.read == 0)
    test.limits.maxSize = nil
    #expect(try await test.run(in: directory).total.deadLettered == 30)
  }

  @Test("Scenario 44: `on_full: drop_oldest` and `drop_newest` drop, count and warn")
  func dropsWhenFull() async throws {
    for (onFull, lines) in [
      (DeadLetterLimits.OnFull.dropOldest, [266, 276, 286, 296]), (.dropNewest, [6, 16, 26, 36]),
    ] {
      var test = TestPlan()
      test.limits.maxSize = 4
      test.limits.onFull = onFull
      let directory = TemporaryDirectory()
      let observer = RecordingObserver()
      let result = try await test.run(in: directory, observer: observer)
      #expect(result.total.deadLettered == 30)
      #expect(result.total.deadLettersDropped == 26)
      #expect(observer.warnings.filter { $0.contains("`on_full: \(onFull.rawValue)`") }.count == 1)
      let letters = DeadLetterStore(store: try StateStore(path: directory.file("state/state.db")))
      #expect(try letters.letters(.init()).map { Int($0.line ?? 0) } == lines)
    }
  }

  @Test("`max_bytes` counts the payloads in the store")
  func maxBytes() async throws {
    var test = TestPlan()
    test.limits.maxBytes = 500
    test.limits.onFull = .dropOldest
    let directory = TemporaryDirectory()
    try await test.run(in: directory)
    let letters = DeadLetterStore(store: try StateStore(path: directory.file("state/state.db")))
    let size = try letters.size()
    #expect(size.bytes <= 500 && size.bytes > 400)
    #expect(try letters.letters(.init()).last?.line == 296)
  }
}

import PipelineModel
import PipelineTesting
import Synchronization
import Testing

@testable import PipelineEngine

@Suite struct RedeliveryTests {
  /// Of 300 rows 30 are given up by the first stage while the outage lasts.
  static func plan(_ outage: Outage, delay: Duration = .seconds(300), workers: Int = 1) -> TestPlan {
    var plan = TestPlan()
    plan.outage = outage
    plan.workers = workers
    plan.limits.redelivery = Redelivery(maxRetries: 3, delay: delay)
    return plan
  }

  static let noon = Timestamp(seconds: 1_800_000_000, nanoseconds: 0)

  /// The options of a run so many seconds after noon.
  static func at(_ seconds: Int64) -> (inout RunOptions) -> Void {
    { $0.now = { Timestamp(seconds: noon.seconds + seconds, nanoseconds: 0) } }
  }

  private func letters(_ directory: TemporaryDirectory) throws -> [DeadLetter] {
    try DeadLetterStore(store: try StateStore(path: directory.file("state/state.db"))).letters(.init())
  }

  @Test("Once the delay has passed, a run with nothing else to do redelivers, and appends to the outputs")
  func redelivers() async throws {
    let outage = Outage()
    let test = Self.plan(outage)
    let directory = TemporaryDirectory()
    #expect(try await test.run(in: directory, Self.at(0)).exitCode == 3)
    let (even, odd) = (directory.text("even.jsonl"), directory.text("odd.csv"))
    outage.ends()
    let early = try await test.run(in: directory, Self.at(299))
    #expect(early.end == .nothingToDo)
    #expect(early.redelivery == nil)
    let observer = RecordingObserver()
    let result = try await test.run(in: directory, observer: observer, Self.at(300))
    #expect(result.end == .completed)
    #expect(result.exitCode == 0)
    #expect(result.counts.read == 0)
    #expect(result.redelivery?.counts.read == 30)
    #expect(result.redelivery?.counts.written == 20)
    #expect(result.redelivery?.counts.filtered == 10)
    #expect(result.total.isBalanced)
    #expect(result.total.deadLettered == 0)
    #expect(directory.text("odd.csv") == odd)
    #expect(directory.text("even.jsonl").hasPrefix(even))
    #expect(
      directory.text("even.jsonl").hasSuffix("{\"id\":\"284\",\"name\":\"name 4\",\"amount\":\"N/A\"}\n"))
    #expect(try letters(directory).isEmpty)
    let store = try StateStore(path: directory.file("state/state.db"))
    #expect(try DeadLetterStore(store: store).removals().map(\.reason) == ["redelivered"])
    #expect(
      observer.all.contains { event in if case .redelivering(30) = event { true } else { false } })
    let run = try #require(try RunHistory(store: store).runs(limit: 1).first)
    #expect(run.reason == "completed; 30 dead letters redelivered")
    #expect(run.counts?.contains(#""redelivered":{"dead_lettered":0,"#) == true)
    #expect(try await test.run(in: directory, Self.at(9000)).end == .nothingToDo)
  }

  @Test("The progress of a run tells how far its redelivery has come")
  func progress() async throws {
    let outage = Outage()
    let test = Self.plan(outage)
    let directory = TemporaryDirectory()
    try await test.run(in: directory, Self.at(0))
    outage.ends()
    var options = test.options
    Self.at(300)(&options)
    let run = Run(plan: try test.make(in: directory), options: options, observer: RecordingObserver())
    #expect(run.progress == nil)
    _ = try await run.execute()
    let progress = try #require(run.progress)
    #expect(progress.redelivery?.entries == 30)
    #expect(progress.redelivery?.counts.read == 30)
    #expect(progress.counts.read == 300)
  }

  @Test("A damaged entry is left alone, is named once a run, and holds nobody up")
  func damaged() async throws {
    let outage = Outage()
    let test = Self.plan(outage)
    let directory = TemporaryDirectory()
    try await test.run(in: directory, Self.at(0))
    outage.ends()
    let store = try StateStore(path: directory.file("state/state.db"))
    try store.use { database throws(StoreProblem) in
      try database.execute("UPDATE dead_letters SET original = 'x' WHERE sequence = 1")
    }
    let id = try #require(try letters(directory).first?.messageID)
    let observer = RecordingObserver()
    let result = try await test.run(in: directory, observer: observer, Self.at(300))
    #expect(result.redelivery?.counts.read == 29)
    #expect(result.redelivery?.damaged.count == 1)
    #expect(
      result.redelivery?.text
        == "29 dead letters redelivered, 1 left alone because damaged in the store (\(id))")
    let tales = observer.all.filter { event in if case .redelivered = event { true } else { false } }
    #expect(tales.count == 1)
    #expect(try await test.run(in: directory, Self.at(301)).redelivery?.damaged.first == id)
    let (_, desk) = try DeadLetterDeskTests.desk(directory)
    var selection = DeadLetterStore.Selection()
    selection.number = 1
    #expect(try desk.discard(selection, reason: "damaged") == 1)
    #expect(try await test.run(in: directory, Self.at(302)).end == .nothingToDo)
  }

  @Test("What fails again comes back with its history and its number, until it stays parked")
  func comesBack() async throws {
    let test = Self.plan(Outage())
    let directory = TemporaryDirectory()
    try await test.run(in: directory, Self.at(0))
    let before = try letters(directory)
    for round in 1...3 {
      let result = try await test.run(in: directory, Self.at(Int64(round) * 300))
      #expect(result.redelivery?.counts.deadLettered == 30)
      #expect(result.exitCode == 3)
      #expect(result.total.deadLettered == 30)
      // Just failed, so not due.
      #expect(try await test.run(in: directory, Self.at(Int64(round) * 300 + 1)).end == .nothingToDo)
      let after = try letters(directory)
      #expect(after.map(\.messageID) == before.map(\.messageID))
      #expect(after.map(\.order) == before.map(\.order))
      #expect(Set(after.map(\.redeliveries)) == [round])
      #expect(after.first?.attempts.ranges(of: "\"error_type\"").count == round + 1)
    }
    #expect(try await test.run(in: directory, Self.at(90_000)).end == .nothingToDo)
    let letter = try #require(try letters(directory).first)
    #expect(letter.nextRedelivery(Redelivery(maxRetries: 3, delay: .seconds(300))) == nil)
    #expect(
      letter.nextRedelivery(Redelivery(maxRetries: 4, delay: .seconds(300)))
        == timestampText(
          Timestamp(seconds: Self.noon.seconds + 1200, nanoseconds: 0)))
  }

  @Test(
    "What the run itself gave up is redelivered after the source's end if it is due then", arguments: [1, 8])
  func withinTheRun(workers: Int) async throws {
    let outage = Outage()
    outage.ends { id, passes in passes == 0 && id != 4 || id == 14 }
    let test = Self.plan(outage, delay: .zero, workers: workers)
    let directory = TemporaryDirectory()
    let result = try await test.run(in: directory, Self.at(0))
    #expect(result.end == .completed)
    // Id 4 went through at once; 14 came back, once a run at the most.
    #expect(result.counts.deadLettered == 29)
    #expect(result.redelivery?.counts.read == 29)
    #expect(result.redelivery?.counts.deadLettered == 1)
    #expect(result.deadLettersLeft == 1)
    #expect(result.exitCode == 3)
    #expect(result.total.isBalanced)
    #expect(result.total.deadLettered == 1)
    let again = try await test.run(in: directory, Self.at(1))
    #expect(again.redelivery?.counts.read == 1)
    outage.ends()
    let last = try await test.run(in: directory, Self.at(2))
    #expect(last.exitCode == 0)
    #expect(last.total.deadLettered == 0)
  }

  @Test("Other classes, `--limit` and dry runs redeliver nothing")
  func leavesAlone() async throws {
    var permanent = TestPlan()
    permanent.limits.redelivery = Redelivery(maxRetries: 3, delay: .zero)
    #expect(try await permanent.run(in: TemporaryDirectory(), Self.at(0)).redelivery == nil)
    let test = Self.plan(Outage())
    let directory = TemporaryDirectory()
    try await test.run(in: directory, Self.at(0))
    for change in [{ $0.limit = 5 }, { $0.isDryRun = true }] as [(inout RunOptions) -> Void] {
      let result = try await test.run(in: directory) {
        Self.at(9000)(&$0)
        change(&$0)
      }
      #expect(result.end == .nothingToDo)
    }
  }

  @Test("An entry whose stages were undone is left to people")
  func leavesUndoneEntries() async throws {
    let test = Self.plan(Outage())
    let directory = TemporaryDirectory()
    try await test.run(in: directory, Self.at(0))
    let store = try StateStore(path: directory.file("state/state.db"))
    try store.use { database throws(StoreProblem) in
      try database.execute(
        #"UPDATE dead_letters SET attempts = '[{"outcome":"compensated","stage":"x"}]', checksum = NULL WHERE line < 50"#
      )
    }
    #expect(try await test.run(in: directory, Self.at(300)).redelivery?.counts.read == 25)
  }

  @Test("A clock that was set back delays nothing")
  func clockSetBack() async throws {
    let test = Self.plan(Outage())
    let directory = TemporaryDirectory()
    try await test.run(in: directory, Self.at(90_000))
    #expect(try await test.run(in: directory, Self.at(0)).redelivery?.counts.read == 30)
  }

  @Test("A run that is stopped on its way leaves the rest to the next one")
  func stops() async throws {
    let stop = StopSignal()
    let outage = Outage { id, passes in if id == 104, passes == 1 { stop.request("SIGTERM") } }
    var test = Self.plan(outage)
    test.isPublishedAtEnd = true
    let directory = TemporaryDirectory()
    try await test.run(in: directory, Self.at(0))
    outage.ends()
    var options = test.options
    Self.at(300)(&options)
    let result = try await Run(
      plan: try test.make(in: directory), options: options, observer: RecordingObserver(), stop: stop
    ).execute()
    #expect(result.end == .stopped("SIGTERM"))
    #expect(result.exitCode == 4)
    #expect(result.redelivery?.counts.read == 11)
    #expect(result.total.deadLettered == 19)
    #expect(directory.text("even.jsonl").contains("\"id\":\"104\""))
    let next = try await test.run(in: directory, Self.at(300))
    #expect(next.redelivery?.counts.read == 19)
    #expect(next.exitCode == 0)
  }

  @Test("Dead letters that are full take back what fails again")
  func full() async throws {
    var test = Self.plan(Outage())
    let directory = TemporaryDirectory()
    try await test.run(in: directory, Self.at(0))
    test.limits.maxSize = 10
    let result = try await test.run(in: directory, Self.at(300))
    #expect(result.end == .completed)
    #expect(result.redelivery?.counts.deadLettered == 30)
    #expect(try letters(directory).count == 30)
  }

  struct Kill: Sendable, CustomStringConvertible {
    var workers: Int
    var isPublishedAtEnd = false
    var isAppended = false
    var fault = FaultyFileSystem.Fault.stop

    var description: String {
      "\(workers) workers, \(fault)" + (isPublishedAtEnd ? ", published at the end" : "")
        + (isAppended ? ", after new input" : "")
    }
  }

  @Test(
    "Killed at any operation of a redelivery → applied once, marked once",
    arguments: [
      Kill(workers: 1), Kill(workers: 8, isPublishedAtEnd: true, fault: .tornWrite),
      Kill(workers: 1, isPublishedAtEnd: true, isAppended: true), Kill(workers: 8, isAppended: true),
    ])
  func killed(kill: Kill) async throws {
    func prepare() async throws -> (TestPlan, TemporaryDirectory) {
      let outage = Outage()
      var test = Self.plan(outage, workers: kill.workers)
      test.rows = 120
      test.every = 1
      test.hasDedupe = true
      test.isPublishedAtEnd = kill.isPublishedAtEnd
      let directory = TemporaryDirectory()
      try await test.run(in: directory, Self.at(0))
      if kill.isAppended {
        let more = (200..<230).map { "\($0),\"more\",\($0 % 10 == 4 ? "N/A" : "1")\n" }.joined()
        directory.write("in.csv", directory.text("in.csv") + more)
      }
      outage.ends { id, _ in id >= 60 }
      return (test, directory)
    }
    func outcome(_ directory: TemporaryDirectory) throws -> [String] {
      let outcome = try RunOutcome(directory)
      return [outcome.even, outcome.odd]
        + (try letters(directory).map { "\($0.line ?? 0) \($0.stage) \($0.redeliveries)" }).sorted()
    }
    let (test, undisturbed) = try await prepare()
    let counting = FaultyFileSystem(PosixFileSystem())
    let expected = try await test.run(in: undisturbed, files: counting, Self.at(300))
    #expect(expected.redelivery?.counts.read == 12)
    #expect(expected.redelivery?.counts.deadLettered == 6)
    let wanted = try outcome(undisturbed)
    for number in 1...(counting.count + (kill.workers > 1 ? 2 : 0)) {
      let (test, directory) = try await prepare()
      let faulty = FaultyFileSystem(PosixFileSystem(), faultAt: number, fault: kill.fault)
      _ = try? await test.run(in: directory, files: faulty, Self.at(300))
      let result = try await test.run(in: directory, Self.at(300))
      let place = faulty.log.last ?? ""
      #expect(result.total == expected.total, "operation \(number): \(place)")
      #expect(try outcome(directory) == wanted, "operation \(number): \(place)")
    }
  }
}

import PipelineModel
import PipelineTesting
import Testing

@testable import PipelineEngine

@Suite struct ReplayTests {
  static let mended = [("amount", "\"0.5\"")]

  @Test("A mended entry goes on from its stage into the same outputs, and is counted anew")
  func mends() async throws {
    let test = TestPlan()
    let directory = TemporaryDirectory()
    try await test.run(in: directory)
    let before = directory.text("odd.csv")
    let result = try await test.replay(in: directory) { $0.changes = Self.mended }
    #expect(result.taken == 30)
    #expect(result.failedAgain == 0)
    // Of the ids 4, 14, … 294 ten are divisible by three; all are even.
    #expect(directory.text("odd.csv") == before)
    #expect(
      directory.text("even.jsonl").hasSuffix("{\"id\":\"284\",\"name\":\"name 4\",\"amount\":\"0.5\"}\n"))
    let again = try await test.run(in: directory)
    #expect(again.end == .nothingToDo)
    #expect(again.total.deadLettered == 0)
    #expect(again.total.read == 300)
    #expect(again.total.filtered == 100)
    #expect(again.total.written == 200)
    let letters = DeadLetterStore(store: try StateStore(path: directory.file("state/state.db")))
    #expect(try letters.letters(.init()).isEmpty)
    #expect(try letters.removals().map(\.reason) == ["replayed"])
  }

  @Test("An entry that fails again is returned under its name, with its history")
  func returns() async throws {
    let test = TestPlan()
    let directory = TemporaryDirectory()
    try await test.run(in: directory)
    let letters = DeadLetterStore(store: try StateStore(path: directory.file("state/state.db")))
    let before = try letters.letters(.init())
    for round in 1...2 {
      let result = try await test.replay(in: directory)
      #expect(result.failedAgain == 30)
      let after = try letters.letters(.init())
      #expect(after.map(\.messageID) == before.map(\.messageID))
      #expect(after.map(\.original) == before.map(\.original))
      #expect(after.map(\.body) == before.map(\.body))
      #expect(after.first?.retryCount == round)
      #expect(after.first?.attempts.components("\"error_type\"") == round + 1)
    }
    #expect(try await test.run(in: directory).total.deadLettered == 30)
  }

  @Test("Entries are chosen by id, by stage and by a condition over the entry")
  func selects() async throws {
    let test = TestPlan()
    let directory = TemporaryDirectory()
    try await test.run(in: directory)
    let first = try await test.replay(in: directory) {
      $0.condition = "int(message_body.id) < 50 && error_type == 'ConversionError'"
      $0.changes = Self.mended
    }
    #expect(first.taken == 5)
    let letters = DeadLetterStore(store: try StateStore(path: directory.file("state/state.db")))
    let id = try #require(try letters.letters(.init()).first?.messageID)
    let second = try await test.replay(in: directory) {
      $0.id = id
      $0.changes = Self.mended
    }
    #expect(second.taken == 1)
    #expect(try letters.letters(.init()).count == 24)
  }

  @Test("`--from-stage source` decodes the original anew")
  func fromSource() async throws {
    let test = TestPlan()
    let directory = TemporaryDirectory()
    directory.write("in.csv", "id,name,amount\n1,a,1\n2,b\n4,\"d\",N/A\n")
    try await test.run(in: directory)
    let (letters, desk) = try DeadLetterDeskTests.desk(directory)
    let broken = try letters.letters(.init())
    #expect(broken.map(\.stage) == ["source", "check"])
    try desk.edit(broken[0], .original, Array("2,b,7".utf8))
    try desk.edit(broken[1], .original, Array("4,d,8".utf8))
    let result = try await test.replay(in: directory) { $0.stage = "source" }
    #expect(result.failedAgain == 0)
    #expect(
      directory.text("even.jsonl") == """
        {"id":"2","name":"b","amount":"7"}
        {"id":"4","name":"d","amount":"8"}

        """)
  }

  @Test("`--from-stage source` decodes an original by the header of its own file")
  func fromSourceOfAnotherFile() async throws {
    var test = TestPlan()
    test.moreInputs = ["more.csv"]
    let directory = TemporaryDirectory()
    directory.write("in.csv", "id,name,amount\n2,a,N/A\n")
    directory.write("more.csv", "amount,id,name\nN/A,4,d\n5,8,e\n")
    try await test.run(in: directory)
    let result = try await test.replay(in: directory) {
      $0.stage = "source"
      $0.changes = Self.mended
    }
    #expect(result.failedAgain == 0)
    #expect(
      directory.text("even.jsonl") == """
        {"id":"8","name":"e","amount":"5"}
        {"id":"2","name":"a","amount":"0.5"}
        {"id":"4","name":"d","amount":"0.5"}

        """)
  }

  @Test("A flipped bit is noticed, and the entry is left alone")
  func damage() async throws {
    let test = TestPlan()
    let directory = TemporaryDirectory()
    try await test.run(in: directory)
    let store = try StateStore(path: directory.file("state/state.db"))
    let (letters, desk) = try DeadLetterDeskTests.desk(directory)
    try desk.edit(try #require(try letters.letters(.init()).last), .original, Array("4,d,8".utf8))
    #expect(try letters.letters(.init()).filter(\.isDamaged).isEmpty)
    for change in [
      "original = CAST(REPLACE(CAST(original AS TEXT), 'N/A', 'N/B') AS BLOB) WHERE line = 6",
      "error_message = error_message || ' ' WHERE line = 16", "offset = offset + 1 WHERE line = 26",
    ] {
      try store.use { database throws(StoreProblem) in
        try database.execute("UPDATE dead_letters SET " + change)
      }
    }
    #expect(try letters.letters(.init()).filter(\.isDamaged).map(\.line) == [6, 16, 26])
    let result = try await test.replay(in: directory) { $0.changes = Self.mended }
    #expect(result.taken == 27)
    #expect(result.damaged.count == 3)
    let first = try #require(try letters.letters(.init()).first)
    #expect(result.damaged.first == first.messageID)
    #expect(try letters.letters(.init()).map(\.line) == [6, 16, 26])
  }

  @Test("The history of a replay says what became of the entries")
  func history() async throws {
    let test = TestPlan()
    let directory = TemporaryDirectory()
    try await test.run(in: directory)
    try await test.replay(in: directory) { $0.changes = [("amount", "int(id) < 100 ? \"1\" : \"N/A\"")] }
    let store = try StateStore(path: directory.file("state/state.db"))
    let run = try #require(try RunHistory(store: store).runs(limit: 1).first)
    #expect(run.exitCode == 3)
    let counts = run.counts ?? ""
    for part in [#""read":30,"#, #""dead_lettered":20,"#, #""written":7}"#, #""filtered":3,"#] {
      #expect(counts.contains(part), "\(counts)")
    }
  }

  @Test(
    "Scenario 34: killed at any operation of a replay → applied once, marked once", arguments: [false, true])
  func killed(isPublishedAtEnd: Bool) async throws {
    var test = TestPlan()
    test.rows = 120
    test.every = 1
    test.isPublishedAtEnd = isPublishedAtEnd
    test.hasDedupe = true
    // Ids below 60 are mended, the others fail again.
    let request = { (request: inout ReplayRequest) in
      request.changes = [("amount", "int(id) < 60 ? \"0.5\" : \"N/A\"")]
    }
    let undisturbed = TemporaryDirectory()
    try await test.run(in: undisturbed)
    let counting = FaultyFileSystem(PosixFileSystem())
    let expected = try await test.replay(in: undisturbed, files: counting, request)
    #expect(expected.taken == 12 && expected.failedAgain == 6)
    let wanted = try RunOutcome(undisturbed)
    let total = try await test.run(in: undisturbed).total
    for number in 1...counting.count {
      let directory = TemporaryDirectory()
      try await test.run(in: directory)
      let fault: FaultyFileSystem.Fault = number.isMultiple(of: 2) ? .stop : .tornWrite
      let faulty = FaultyFileSystem(PosixFileSystem(), faultAt: number, fault: fault)
      _ = try? await test.replay(in: directory, files: faulty, request)
      // A run in between must undo what was cut off, and nothing else.
      if number.isMultiple(of: 3) { try await test.run(in: directory) }
      _ = try await test.replay(in: directory) {
        request(&$0)
        $0.condition = "retry_count == 0"
      }
      let place = faulty.log.last ?? ""
      #expect(try RunOutcome(directory) == wanted, "operation \(number): \(place)")
      #expect(try await test.run(in: directory).total == total, "operation \(number): \(place)")
    }
  }

  @Test(
    "Scenario 34: cut off when every entry was marked, but before the checkpoint → all of them are replayed")
  func killedAtTheEnd() async throws {
    var test = TestPlan()
    test.rows = 40
    let undisturbed = TemporaryDirectory()
    try await test.run(in: undisturbed)
    let counting = FaultyFileSystem(PosixFileSystem())
    let request = { (request: inout ReplayRequest) in request.changes = Self.mended }
    let expected = try await test.replay(in: undisturbed, files: counting, request)
    let wanted = try RunOutcome(undisturbed)
    #expect(expected.taken == 4 && wanted.deadLetters.isEmpty)
    var foundAgain = 0
    for number in 1...counting.count {
      let directory = TemporaryDirectory()
      try await test.run(in: directory)
      let faulty = FaultyFileSystem(PosixFileSystem(), faultAt: number, fault: .stop)
      _ = try? await test.replay(in: directory, files: faulty, request)
      var again = ReplayRequest()
      request(&again)
      let replay = Replay(plan: try test.make(in: directory), request: again, observer: RecordingObserver())
      try replay.recover()
      let entries = try replay.preview(limit: 0).entries
      #expect([0, 4].contains(entries), "operation \(number)")
      foundAgain += entries
      #expect(Int(try await replay.execute().taken) == entries)
      try await test.run(in: directory)
      #expect(try RunOutcome(directory) == wanted, "operation \(number): \(faulty.log.last ?? "")")
    }
    #expect(foundAgain > 0)
  }

  @Test("A preview shows what a fix-up would change, and changes nothing")
  func previews() async throws {
    let test = TestPlan()
    let directory = TemporaryDirectory()
    try await test.run(in: directory)
    var request = ReplayRequest()
    request.changes = Self.mended
    let replay = Replay(plan: try test.make(in: directory), request: request, observer: RecordingObserver())
    let preview = try replay.preview(limit: 2)
    let changes = preview.changes
    #expect(preview.entries == 30)
    #expect(changes.map(\.field) == ["amount", "amount"])
    #expect(changes.map(\.before) == [#""N/A""#, #""N/A""#])
    #expect(changes.map(\.after) == [#""0.5""#, #""0.5""#])
    #expect(try await test.run(in: directory).total.deadLettered == 30)
  }

  @Test("A fix-up of another type is refused in whole words")
  func refusesAnotherType() async throws {
    let schema = Schema(columns: [Column(name: "v", slot: 0, type: .integer, isNullable: false)])
    var plan = try TestPlan().make(in: TemporaryDirectory())
    plan.stages[1].input = schema
    let reentry = try Reentry("third", in: plan)
    do throws(EngineProblem) {
      _ = try FixUps([("v", "true")], at: reentry, identity: RecordIdentity(operation: "", files: []))
      Issue.record("it was accepted")
    } catch {
      #expect(error.message == "`--set v=true`: `v` is an integer at `third`, this is a boolean")
    }
  }

  @Test("What doesn't fit is refused before anything is done")
  func refusals() async throws {
    let test = TestPlan()
    let directory = TemporaryDirectory()
    try await test.run(in: directory)
    for (change, message) in [
      ({ (request: inout ReplayRequest) in request.stage = "chek" }, "has no stage `chek`"),
      ({ $0.changes = [("amout", "1")] }, "have no field `amout`"),
      ({ $0.selection.operation = "test-february" }, "`--operation` asks for `test-february`"),
      ({ $0.id = "nobody" }, "there is no dead letter `nobody`"),
      ({ $0.condition = "lin > 5" }, "lin"),
      ({ $0.condition = "line + 1" }, "must be true or false"),
    ] as [((inout ReplayRequest) -> Void, String)] {
      do {
        _ = try await test.replay(in: directory, change)
        Issue.record("\(message): went through")
      } catch let problem as EngineProblem {
        #expect(problem.kind == .refused)
        #expect(problem.message.contains(message), "\(problem.message)")
      }
    }
  }
}

extension TestPlan {
  @discardableResult
  func replay(
    in directory: TemporaryDirectory, files: any FileSystem = PosixFileSystem(),
    _ change: (inout ReplayRequest) -> Void = { _ in }
  ) async throws -> ReplayResult {
    var request = ReplayRequest()
    change(&request)
    return try await Replay(
      plan: try make(in: directory), request: request, files: files, observer: RecordingObserver()
    ).execute()
  }
}

extension String {
  /// How often `text` occurs.
  fileprivate func components(_ text: String) -> Int { ranges(of: text).count }
}

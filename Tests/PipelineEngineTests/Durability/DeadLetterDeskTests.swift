import PipelineModel
import PipelineTesting
import Testing

@testable import PipelineEngine

/// Dead letters that are changed by hand.
@Suite struct DeadLetterDeskTests {
  static func desk(_ directory: TemporaryDirectory) throws -> (DeadLetterStore, DeadLetterDesk) {
    let store = try StateStore(path: directory.file("state/state.db"))
    let location = StateLocation(name: "test", directory: directory.file("state"))
    return (DeadLetterStore(store: store), DeadLetterDesk(location, store: store))
  }

  @Test("An edited body is the record that a replay takes, with the line end that editors leave")
  func editsABody() async throws {
    let test = TestPlan()
    let directory = TemporaryDirectory()
    directory.write("in.csv", "id,name,amount\n4,d,N/A\n")
    try await test.run(in: directory)
    let (letters, desk) = try Self.desk(directory)
    let entry = try #require(try letters.letters(.init()).first)
    let edited = String(decoding: DeadLetterDesk.editable(entry.body), as: UTF8.self)
    #expect(edited.hasSuffix("}\n"))
    try desk.edit(entry, .body, Array(" \n\(edited)\n".utf8))
    #expect(try letters.letters(.init()).first?.body == entry.body)
    try desk.edit(entry, .body, Array("{\"id\": \"4\", \"name\": \"d\", \"amount\": \"8\"}\r\n".utf8))
    #expect(try await test.replay(in: directory).failedAgain == 0)
    #expect(directory.text("even.jsonl") == "{\"id\":\"4\",\"name\":\"d\",\"amount\":\"8\"}\n")
  }

  @Test("A discarded entry keeps its reason, an exported one comes back once")
  func discards() async throws {
    let test = TestPlan()
    let directory = TemporaryDirectory()
    try await test.run(in: directory)
    let (letters, desk) = try Self.desk(directory)
    #expect(try desk.discard(.init(), condition: "line < 100", reason: "known bad meter") == 10)
    #expect(try letters.removals().map(\.reason) == ["discarded: known bad meter"])
    #expect(try letters.removals().map(\.count) == [10])
    #expect(try letters.letters(.init()).count == 20)
    try await test.run(in: directory)
    #expect(try letters.letters(.init()).count == 20)
    let line = #"""
      {"message_id":"msg_x","original_queue":"test-in","error_type":"E","stage":"check","original":"4,a,N/A",
      "message_body":{"id":"4","name":"a\"b","amount":"N/A"},"metadata":{"retry_count":2},"source":{"line":9}}
      """#.filter { $0 != "\n" }
    #expect(try desk.add([Array(line.utf8), Array(line.utf8)]) == .init(added: 1, present: 1))
    let result = try await test.replay(in: directory) {
      $0.id = "msg_x"
      $0.changes = ReplayTests.mended
    }
    #expect(result.taken == 1 && result.failedAgain == 0)
    #expect(directory.text("even.jsonl").hasSuffix("{\"id\":\"4\",\"name\":\"a\\\"b\",\"amount\":\"0.5\"}\n"))
    let total = try await test.run(in: directory).total
    #expect(total.read == 301 && total.isBalanced)
  }

  @Test("An entry that has been replayed is not imported again, even when its payload is forgotten")
  func leavesOutWhatWasReplayed() async throws {
    var test = TestPlan()
    test.every = 1
    let directory = TemporaryDirectory()
    try await test.run(in: directory)
    let (letters, desk) = try Self.desk(directory)
    let lines = try letters.letters(.init()).map {
      Array(
        (#"{"message_id":"\#($0.messageID)","original_queue":"test-in","error_type":"E","stage":"check","#
          + #""original":"\#(String(decoding: $0.original, as: UTF8.self).replacing("\"", with: ""))"}"#).utf8
      )
    }
    #expect(try desk.add(lines) == .init(present: 30))
    try await test.replay(in: directory) { $0.changes = [("amount", "int(id) < 200 ? \"1\" : \"N/A\"")] }
    let rows = try await test.run(in: directory).total.read
    #expect(try desk.add(lines) == .init(present: 10, settled: 20))
    // The others fail again, and with their checkpoints the payloads of the twenty go.
    for _ in 0..<3 { #expect(try await test.replay(in: directory).failedAgain == 10) }
    let store = try StateStore(path: directory.file("state/state.db"))
    let kept = try store.use { database throws(StoreProblem) in
      try database.rows("SELECT 1 FROM dead_letters WHERE removed_why = 'replayed'").count
    }
    #expect(kept == 0)
    #expect(try desk.add(lines) == .init(present: 10, settled: 20))
    #expect(try letters.letters(.init()).count == 10 && rows == 300)
    #expect(try desk.add(lines, settledOnes: true) == .init(added: 20, present: 10))
    // What is begun anew has sent nothing yet.
    try await test.run(in: directory) { $0.restart = true }
    _ = try desk.discard(.init(), reason: "test")
    #expect(try desk.add(lines) == .init(added: 30))
  }
}

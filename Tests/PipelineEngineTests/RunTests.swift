import PipelineModel
import PipelineTesting
import Testing

@testable import PipelineEngine

@Suite struct RunTests {
  @Test(arguments: [1, 4]) func settlesEveryRecordOnce(workers: Int) async throws {
    let directory = TemporaryDirectory()
    var test = TestPlan()
    test.workers = workers
    let plan = try test.make(in: directory)
    let result = try await Run(plan: plan, options: test.options, observer: RecordingObserver()).execute()
    #expect(result.end == .completed)
    #expect(result.exitCode == 3)
    #expect(result.counts.isBalanced)
    #expect(result.counts.read == 300)
    #expect(result.counts.deadLettered == 30)
    #expect(result.counts.filtered == 90)
    #expect(result.counts.written == 180)
    #expect(
      directory.text("even.jsonl").hasPrefix(
        #"""
        {"id":"2","name":"name 2","amount":"2.5"}
        {"id":"8","name":"name 1","amount":"8.5"}

        """#))
    #expect(directory.text("odd.csv").hasPrefix("id,name,amount\n1,name 1,1.5\n5,name 5,5.5\n"))
    let store = DeadLetterStore(store: try StateStore(path: directory.file("state/state.db")))
    let letters = try store.letters(.init())
    #expect(letters.count == 30)
    #expect(letters.first?.line == 6)
    #expect(letters.first.map { String(decoding: $0.original, as: UTF8.self) } == "4,\"name 4\",N/A")
    #expect(
      letters.first.map { String(decoding: $0.body, as: UTF8.self) }
        == #"{"id":"4","name":"name 4","amount":"N/A"}"#)
  }

  @Test func runningAgainDoesNothing() async throws {
    let directory = TemporaryDirectory()
    let test = TestPlan()
    let plan = try test.make(in: directory)
    _ = try await Run(plan: plan, options: test.options, observer: RecordingObserver()).execute()
    let before = directory.read("even.jsonl")
    let again = try await Run(plan: plan, options: test.options, observer: RecordingObserver()).execute()
    #expect(again.end == .nothingToDo)
    #expect(again.exitCode == 0)
    #expect(directory.read("even.jsonl") == before)
  }

  @Test func goesOnWithAppendedRecords() async throws {
    let directory = TemporaryDirectory()
    let test = TestPlan()
    _ = try await Run(
      plan: try test.make(in: directory), options: test.options, observer: RecordingObserver()
    )
    .execute()
    directory.write("in.csv", TestPlan.input(310))
    let result = try await Run(
      plan: try test.make(in: directory), options: test.options, observer: RecordingObserver()
    ).execute()
    #expect(result.counts.read == 10)
    #expect(result.total.read == 310)
    #expect(result.total.isBalanced)
  }

  @Test func stopsExactlyWhereTheDeadLettersAreFull() async throws {
    let directory = TemporaryDirectory()
    var test = TestPlan()
    test.limits.maxSize = 7
    let plan = try test.make(in: directory)
    let result = try await Run(plan: plan, options: test.options, observer: RecordingObserver()).execute()
    #expect(result.end == .stopped("the dead letters are full"))
    #expect(result.exitCode == 4)
    #expect(result.counts.deadLettered == 7)
    #expect(result.counts.read == 74)
    #expect(result.counts.isBalanced)
    test.limits.maxSize = nil
    let rest = try await Run(
      plan: try test.make(in: directory), options: test.options, observer: RecordingObserver()
    ).execute()
    #expect(rest.end == .completed)
    #expect(rest.total.read == 300)
    #expect(rest.total.deadLettered == 30)
    #expect(rest.total.isBalanced)
  }

  @Test func aLimitIsExactAndResumable() async throws {
    let directory = TemporaryDirectory()
    let undisturbed = TemporaryDirectory()
    let test = TestPlan()
    _ = try await Run(
      plan: try test.make(in: undisturbed), options: test.options, observer: RecordingObserver()
    )
    .execute()
    var options = test.options
    options.limit = 37
    let plan = try test.make(in: directory)
    for part in 1...8 {
      let result = try await Run(plan: plan, options: options, observer: RecordingObserver()).execute()
      #expect(result.total.read == Int64(37 * part))
      #expect(result.exitCode == 4)
    }
    let last = try await Run(plan: plan, options: options, observer: RecordingObserver()).execute()
    #expect(last.total.read == 300)
    #expect(last.end == .completed)
    #expect(directory.read("even.jsonl") == undisturbed.read("even.jsonl"))
    #expect(directory.read("odd.csv") == undisturbed.read("odd.csv"))
  }

  @Test func refusesForeignOutput() async throws {
    let directory = TemporaryDirectory()
    directory.write("odd.csv", "precious")
    let test = TestPlan()
    let plan = try test.make(in: directory)
    await #expect(throws: EngineProblem.self) {
      _ = try await Run(plan: plan, options: test.options, observer: RecordingObserver()).execute()
    }
    #expect(directory.text("odd.csv") == "precious")
  }

  @Test func restartBeginsAnewAndReplacesTheOutputs() async throws {
    let directory = TemporaryDirectory()
    let test = TestPlan()
    let plan = try test.make(in: directory)
    _ = try await Run(plan: plan, options: test.options, observer: RecordingObserver()).execute()
    let before = directory.read("odd.csv")
    var options = test.options
    options.restart = true
    let result = try await Run(plan: plan, options: options, observer: RecordingObserver()).execute()
    #expect(result.counts.read == 300)
    #expect(directory.read("odd.csv") == before)
    let store = DeadLetterStore(store: try StateStore(path: directory.file("state/state.db")))
    #expect(try store.letters(.init()).count == 30)
  }

  @Test func aSecondRunOnTheSameStateIsTurnedAway() async throws {
    let directory = TemporaryDirectory()
    let test = TestPlan()
    let plan = try test.make(in: directory)
    let operation = OperationDirectory(
      state: plan.stateDirectory, operation: "test-in", files: PosixFileSystem())
    let lock = try operation.lock()
    defer { lock.release() }
    do {
      _ = try await Run(plan: plan, options: test.options, observer: RecordingObserver()).execute()
      Issue.record("a second run went on")
    } catch {
      #expect(error.kind == .inUse)
      #expect(error.message.contains("process \(processID())"))
    }
  }
}

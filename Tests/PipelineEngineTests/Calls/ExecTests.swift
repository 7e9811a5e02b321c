import Glibc
import PipelineModel
import PipelineTesting
import Resilience
import Testing

@testable import PipelineEngine

private let hasPython = system("python3 -c 'pass' 2>/dev/null") == 0

/// Plug-ins in Python, over the documented protocol.
@Suite(.enabled(if: hasPython, "needs python3"), .endsAtLast) struct ExecTests {
  /// The folder of the Python helper.
  static let plugins =
    #filePath.split(separator: "/").dropLast(4).map { "/" + $0 }.joined() + "/examples/plugins"

  private func trial(_ body: String, more: String = "") -> CallTrial {
    var trial = CallTrial("{command: [python3, plugin.py], into: score\(more)}")
    trial.uses = "exec"
    trial.directory.write(
      "plugin.py",
      """
      import os, sys
      sys.path.insert(0, "\(Self.plugins)")
      from pipeline_plugin import *
      \(body)
      """)
    return trial
  }

  @Test func aPluginAnswersEachRecord() async throws {
    let trial = trial(
      """
      def handle(record, options):
          return {"double": 2 * int(record["id"]), "unit": options["unit"]}
      run(handle)
      """, more: ", options: {unit: mmol}")
    let result = try await trial.run()
    #expect(result.counts.written == 10)
    #expect(trial.output[4] == #"{"id":"4","score":{"double": 8, "unit": "mmol"}}"#)
  }

  @Test func errorsHaveTheClassTheirNameSays() async throws {
    let trial = trial(
      """
      seen = set()
      def handle(record, options):
          id = record["id"]
          if id == "1": raise BusinessLogicError("no")
          if id == "2": raise ValueError("never")
          if id == "3" and id not in seen:
              seen.add(id)
              raise RetryableError("later", retry_after=0.01)
          return None
      run(handle)
      """)
    let result = try await trial.run()
    #expect(result.counts.written == 8)
    let letters = try trial.deadLetters()
    #expect(letters.map(\.errorType) == ["BusinessLogicError", "ValueError"])
    #expect(letters.map(\.failureClass) == [.business, .permanent])
    #expect(result.services.first?.retries == 1)
  }

  @Test func aCrashCostsNothingButTime() async throws {
    var trial = trial(
      """
      def handle(record, options):
          if record["id"] == "5" and not os.path.exists("crashed"):
              open("crashed", "w").close()
              os._exit(7)
          return record["id"]
      run(handle)
      """)
    trial.policy.stack.retry.maxRetries = 20
    let observer = RecordingObserver()
    let result = try await trial.run(observer)
    #expect(result.counts.written == 10)
    #expect(trial.output.count == 10)
    #expect(observer.notes(containing: "stage `ask`: the plug-in has ended") > 0)
  }

  @Test(arguments: [1, 2])
  func onlyTheRecordsThatCrashThePluginAreDeadLetters(workers: Int) async throws {
    var trial = trial(
      """
      def handle(record, options):
          if record["id"] in ("7", "8", "120", "299"): os._exit(9)
          return record["id"]
      run(handle)
      """, more: ", batch: 1000")
    trial.rows = 300
    trial.options.workers = workers
    trial.policy.stack.retry.maxRetries = 0
    let result = try await trial.run()
    #expect(result.counts.written == 296)
    let letters = try trial.deadLetters()
    #expect(Set(letters.map(\.errorType)) == ["PluginCrashed"])
    let poisonous: Set<Int> = [7, 8, 120, 299]
    #expect(letters.count == poisonous.count)
    #expect(
      trial.output
        == (0..<300).filter { !poisonous.contains($0) }.map { #"{"id":"\#($0)","score":"\#($0)"}"# })
  }

  @Test func theRetriesOfARecordThatCrashesThePluginChargeNobodyElse() async throws {
    var trial = trial(
      """
      def handle(record, options):
          if record["id"] in ("7", "120"): os._exit(9)
          return record["id"]
      run(handle)
      """)
    trial.rows = 150
    trial.policy.stack.retry.maxRetries = 2
    let result = try await trial.run()
    #expect(result.counts.written == 148)
    #expect(result.services.first?.retries == 4)
    #expect(try trial.deadLetters().map(\.errorType) == ["PluginCrashed", "PluginCrashed"])
  }

  @Test func aRecordThatMayNotBeRepeatedIsNeverGivenTwice() async throws {
    var trial = trial(
      """
      def handle(record, options):
          with open("seen", "a") as seen: seen.write(record["id"] + "\\n")
          if record["id"] == "5": os._exit(9)
          return record["id"]
      run(handle)
      """, more: ", repeatable: false")
    trial.policy.stack.retry.maxRetries = 20
    let result = try await trial.run()
    let seen = trial.directory.text("seen").split(separator: "\n")
    #expect(Set(seen).count == seen.count)
    let letters = try trial.deadLetters()
    #expect(result.counts.written + Int64(letters.count) == 10)
    #expect(letters.allSatisfy { $0.errorType == "PluginCrashed" })
  }

  @Test func aPluginThatHangsIsKilledAndStartedAgain() async throws {
    var trial = trial(
      """
      import time
      def handle(record, options):
          if not os.path.exists("hung"):
              open("hung", "w").close()
              time.sleep(3600)
          return record["id"]
      run(handle)
      """)
    trial.policy.stack.timeout.attempt = .seconds(2)
    trial.policy.stack.retry.maxRetries = 100
    #expect(try await trial.run().counts.written == 10)
  }

  @Test(arguments: [false, true])
  func onlyTheRecordThatHangsThePluginTimesOut(answersAtOnce: Bool) async throws {
    var trial = trial(
      """
      import pipeline_plugin, time
      def handle(record, options):
          if \(answersAtOnce ? "True" : "False"): pipeline_plugin._answers.flush()
          if record["id"] == "4": time.sleep(3600)
          return record["id"]
      run(handle)
      """)
    trial.rows = 20
    trial.policy.stack.timeout.attempt = .seconds(2)
    trial.policy.stack.retry.maxRetries = 1
    let result = try await trial.run()
    #expect(result.counts.written == 19)
    #expect(try trial.deadLetters().map(\.errorType) == ["TimeoutError"])
    #expect(result.services.first?.timedOut == 2)
    #expect(result.services.first?.retries == 1)
  }

  @Test(arguments: [#"float("nan")"#, "{1, 2}", #""\ud800""#])
  func aResultThatIsNoJSONIsAnErrorOfItsRecord(result: String) async throws {
    let trial = trial(
      """
      def handle(record, options):
          return \(result) if record["id"] == "3" else 1
      run(handle)
      """)
    let run = try await trial.run()
    #expect(run.counts.written == 9)
    let letters = try trial.deadLetters()
    #expect(letters.map(\.failureClass) == [.permanent])
    #expect(letters.allSatisfy { $0.errorType != "PluginCrashed" })
  }

  @Test(arguments: ["NaN is no JSON", "[]", #"{"type":"reslt","id":1}"#, #"{"type":"result","value":1}"#])
  func aLineThatIsNoMessageFailsOnlyTheRecordItCameFor(line: String) async throws {
    var trial = trial(
      """
      import pipeline_plugin
      def handle(record, options):
          if record["id"] == "3": pipeline_plugin._answers.write(b'\(line)\\n'); return
          return 1
      run(handle)
      """)
    trial.policy.stack.retry.maxRetries = 1
    let run = try await trial.run()
    #expect(run.counts.written == 9)
    let letters = try trial.deadLetters()
    #expect(letters.map(\.errorType) == ["PluginProtocolError"])
    #expect(letters.map(\.severity) == [.high])
    #expect(letters.first?.errorMessage.contains("the plug-in sent a") == true)
  }

  @Test func theDeadlineHoldsWhileARecordWaits() async throws {
    var trial = trial("import time; time.sleep(3600)")
    trial.policy.stack.timeout = TimeoutOptions(attempt: .seconds(60), deadline: .seconds(1))
    trial.policy.stack.retry.maxRetries = 0
    let result = try await trial.run()
    #expect(result.counts.deadLettered == 10)
    #expect(Set(try trial.deadLetters().map(\.errorType)) == ["TimeoutError"])
  }

  @Test func standardErrorGoesToTheLog() async throws {
    let trial = trial(
      """
      def handle(record, options):
          print("hello " + record["id"])
          sys.stdout.flush()
          return 1
      run(handle)
      """)
    let observer = RecordingObserver()
    #expect(try await trial.run(observer).counts.written == 10)
    #expect(observer.notes(containing: "stage `ask`: hello 3") == 1)
  }

  @Test func aProgramThatIsNotReadyInTimeIsReportedAsThat() async throws {
    var trial = trial("import time; time.sleep(3600)", more: ", start_timeout: 100ms")
    trial.policy.stack.retry.maxRetries = 0
    #expect(try await trial.run().counts.deadLettered == 10)
    let letters = try trial.deadLetters()
    #expect(Set(letters.map(\.errorType)) == ["PluginNotReady"])
    #expect(letters.first?.errorMessage.contains("not ready within 100ms (`start_timeout`)") == true)
  }

  @Test func aProgramOfAnotherVersionStopsTheRun() async throws {
    var trial = trial(
      """
      import time
      print('{"type":"ready","protocol":99}', file=sys.__stdout__, flush=True)
      time.sleep(3600)
      """)
    trial.policy.stack.recovery.wait = .milliseconds(1)
    trial.policy.stack.recovery.attempts = 1
    let result = try await trial.run()
    #expect("\(result.end)".contains("the plug-in speaks version 99 of the protocol, and this is version 1"))
  }

  @Test func anAnswerForNoRecordIsDroppedAndSaidOnce() async throws {
    let trial = trial(
      """
      import pipeline_plugin
      def handle(record, options):
          pipeline_plugin._answers.write(b'{"type":"result","id":999999}\\n')
          return 1
      run(handle)
      """)
    let observer = RecordingObserver()
    #expect(try await trial.run(observer).counts.written == 10)
    #expect(observer.notes(containing: "a record that it doesn't have") == 1)
  }

  @Test func aClassThatDoesNotExistIsSaidOnce() async throws {
    let trial = trial(
      """
      import pipeline_plugin
      pipeline_plugin._answer = lambda handle, call, options: pipeline_plugin._line({
          "type": "error", "id": call["id"], "error_type": "Foo", "message": "no", "class": "weird"})
      run(None)
      """)
    let observer = RecordingObserver()
    #expect(try await trial.run(observer).counts.deadLettered == 10)
    #expect(observer.notes(containing: "the class `weird`") == 1)
  }

  @Test func aProgramThatIsNotThereStopsTheRun() async throws {
    var trial = CallTrial("{command: [/nonexistent/program], into: score}")
    trial.uses = "exec"
    trial.policy.stack.recovery.wait = .milliseconds(1)
    trial.policy.stack.recovery.attempts = 1
    let result = try await trial.run()
    #expect(result.exitCode == 4)
    guard case .stopped(let why) = result.end else { return }
    #expect(why.contains("can't be started: no such file or directory"))
  }
}

extension RecordingObserver {
  fileprivate func notes(containing text: String) -> Int {
    all.count { if case .note(let note) = $0 { note.contains(text) } else { false } }
  }
}

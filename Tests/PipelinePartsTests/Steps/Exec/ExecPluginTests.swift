import Glibc
import PipelineModel
import PipelineTesting
import Synchronization
import Testing

@testable import PipelineParts

private let hasPython = system("python3 -c 'pass' 2>/dev/null") == 0

@Suite(.enabled(if: hasPython, "needs python3")) struct ExecPluginTests {
  /// What each attempt was told.
  private final class Told: Sendable {
    let calls = Mutex<[Int: [Bool]]>([:])
  }

  @Test(.timeLimit(.minutes(5))) func theTimeLimitHoldsOnlyWhileTheProgramHasTheRecord() async throws {
    let directory = TemporaryDirectory()
    // It ends once it has all ten; then each goes alone to the next one, and the others wait.
    directory.write(
      "plugin.py",
      """
      import json, os, sys
      first, seen = not os.path.exists("crashed"), 0
      print(json.dumps({"type": "ready", "protocol": 1}), flush=True)
      for line in sys.stdin:
          for record in json.loads(line).get("records", []):
              seen += 1
              if first and seen == 10:
                  open("crashed", "w").close()
                  os._exit(9)
              if not first:
                  print(json.dumps({"type": "result", "id": record["id"], "value": 1}), flush=True)
      """)
    let plugin = ExecPlugin(
      ExecPlugin.Settings(
        command: ["python3", "plugin.py"], directory: directory.path, stage: "score", options: "{}",
        batch: 64,
        startTimeout: .seconds(200), isRepeatable: true))
    let told = Told()
    let answers = try await withThrowingTaskGroup(of: [UInt8].self) { group in
      for number in 0..<10 {
        group.addTask {
          var attempt = CallAttempt(number: 1, messageID: "msg_\(number)", traceID: "t")
          attempt.isWorkedOn = { isWorkedOn in
            told.calls.withLock { $0[number, default: []].append(isWorkedOn != nil) }
          }
          return try await plugin.call(Array("{}".utf8), attempt, PluginSuspicion())
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    await plugin.close()
    #expect(answers.count == 10)
    #expect(told.calls.withLock { Set($0.values) } == [[true, false, true]])
  }
}

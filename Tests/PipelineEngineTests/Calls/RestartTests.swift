import PipelineModel
import PipelineTesting
import Resilience
import Testing

@testable import PipelineEngine

/// What a run knows about the calls of the run before it.
@Suite(.endsAtLast) struct RestartTests {
  /// Stops a run at its first event of a kind.
  private func stop(_ trial: CallTrial, at kind: PolicyNotice.Kind) async throws -> RunResult {
    let holder = RunHolder()
    let observer = OnFirst(kind) { holder.run?.stop.request("SIGTERM") }
    let run = Run(plan: try trial.plan(), options: trial.options, observer: observer)
    holder.run = run
    return try await run.execute()
  }

  @Test func anOpenCircuitIsStillOpenAfterARestart() async throws {
    let server = LocalServer { _ in .answer(500) }
    var trial = CallTrial(#"{url: "\#(server.url)/${{ id }}"}"#)
    trial.policy.maxInFlight = 1
    trial.policy.stack.retry.maxRetries = 1000
    var service = ServicePolicy(name: "shop")
    service.options.circuitBreaker?.failureThreshold = 3
    service.options.circuitBreaker?.resetTimeout = .seconds(3600)
    trial.policy.service = service
    #expect(try await stop(trial, at: .opened).exitCode == 4)
    let before = server.requests.count
    #expect(before == 3)
    trial.policy.stack.refusal.maxWait = .milliseconds(50)
    let result = try await trial.run()
    #expect(result.exitCode == 4)
    #expect(server.requests.count == before)
    #expect(result.services.first?.phase == .open)
    #expect(result.services.first?.opened == 0)
  }

  @Test func attemptsOfARecordInFlightAreRemembered() async throws {
    let server = LocalServer { _ in .answer(503) }
    var trial = CallTrial(#"{url: "\#(server.url)/${{ id }}"}"#)
    trial.rows = 1
    trial.policy.stack.retry.baseDelay = .seconds(3600)
    trial.policy.stack.retry.maxDelay = .seconds(3600)
    #expect(try await stop(trial, at: .retry).exitCode == 4)
    #expect(server.requests.count == 1)
    // The rest of the hour would be waited for as well, so the second run is stopped too, with nothing sent.
    #expect(try await stop(trial, after: .milliseconds(200)).exitCode == 4)
    #expect(server.requests.count == 1)
    let journal = trial.directory.text(".pipeline/test/test-in/journal")
    #expect(journal.contains(#""failedAttempts":1"#))
  }

  private func stop(
    _ trial: CallTrial, after time: Duration
  ) async throws -> RunResult {
    let run = Run(plan: try trial.plan(), options: trial.options, observer: RecordingObserver())
    let timers = Timers()
    _ = timers.add(Timers.now.advanced(by: time)) { run.stop.request("SIGTERM") }
    return try await run.execute()
  }

  @Test func aJournalEndsAtItsFirstTornLine() async throws {
    let directory = TemporaryDirectory()
    let files = PosixFileSystem()
    let first = CallJournal(directory: directory.path, files: files, observer: RecordingObserver())
    try first.open(isFresh: true)
    let clocks = Resilience.ClockReading(bootID: "b", sinceBoot: .zero, wall: 0)
    first.append(.attempts(call: "a/s", CallProgress(failedAttempts: 1), clocks))
    first.append(.attempts(call: "b/s", CallProgress(failedAttempts: 2), clocks))
    first.append(.ended(call: "a/s"))
    directory.write("journal", directory.text("journal") + #"{"attempts":{"call":"c/"#)
    let second = CallJournal(directory: directory.path, files: files, observer: RecordingObserver())
    try second.open(isFresh: false)
    #expect(second.current.calls.keys.sorted() == ["b/s"])
    #expect(directory.text("journal").split(separator: "\n").count == 1)
  }

  @Test func timersFireInOrderAndNotWhenCancelled() async throws {
    let timers = Timers()
    let now = Timers.now
    let shot = OneShot<Int>()
    let early = timers.add(now.advanced(by: .milliseconds(5))) { shot.fire(1) }
    _ = timers.add(now.advanced(by: .milliseconds(30))) { shot.fire(3) }
    _ = timers.add(now.advanced(by: .milliseconds(10))) { shot.fire(2) }
    timers.cancel(early)
    #expect(await shot.wait() == 2)
  }
}

/// Holds the run for an observer that stops it.
final class RunHolder: @unchecked Sendable {
  // Unchecked: set before the run begins.
  var run: Run?
}

import PipelineModel
import PipelineTesting
import Resilience
import Testing

@testable import PipelineEngine

/// A POST without an idempotency key must not be made twice, whatever happens to the process that made it.
@Suite(.endsAtLast) struct SingleCallTests {
  private func trial(_ server: LocalServer) -> CallTrial {
    var trial = CallTrial(#"{method: POST, body: "x", url: "\#(server.url)/${{ id }}", into: answer}"#)
    trial.rows = 3
    return trial
  }

  private func run(_ trial: CallTrial, _ files: any FileSystem) async throws -> RunResult {
    try await Run(
      plan: try trial.plan(), options: trial.options, files: files, observer: RecordingObserver()
    ).execute()
  }

  private func operations() async throws -> Int {
    let counting = FaultyFileSystem(PosixFileSystem())
    let server = LocalServer { _ in .answer(200) }
    _ = try await run(trial(server), counting)
    return counting.count
  }

  @Test(arguments: [FaultyFileSystem.Fault.stop, .tornWrite, .noSpace])
  func itIsSentAtMostOnceWhateverFails(fault: FaultyFileSystem.Fault) async throws {
    var (unknown, reused, unwritable) = (0, 0, 0)
    for number in 1...(try await operations()) {
      let server = LocalServer { .answer(200, body: #"{"number":\#($0.number)}"#) }
      let trial = trial(server)
      let place = "\(fault) at operation \(number)"
      do {
        _ = try await run(trial, FaultyFileSystem(PosixFileSystem(), faultAt: number, fault: fault))
      } catch let problem as EngineProblem {
        if [.failed, .diskFull].contains(problem.kind), problem.message.contains("/journal"),
          server.requests.count < 3
        {
          unwritable += 1
        }
      }
      let before = server.requests.count
      let result = try await run(trial, PosixFileSystem())
      let paths = server.requests.map(\.path)
      #expect(Set(paths).count == paths.count, "\(place): \(paths)")
      #expect(result.total.read == 3 && result.total.isBalanced, "\(place)")
      let letters = try trial.deadLetters()
      #expect(letters.allSatisfy { $0.errorType == "OutcomeUnknown" }, "\(place)")
      #expect(trial.output.count + letters.count == 3, "\(place)")
      unknown += letters.count
      // Everything was answered and nothing settled: the answers come from the journal.
      if before == 3, result.counts.written == 3 { reused += 1 }
    }
    #expect(reused > 0)
    #expect(unwritable > 0)
    if fault != .noSpace { #expect(unknown > 0) }
  }

  @Test func aRecordThatWasTurnedAwayIsSentAgainAfterARestart() async throws {
    let server = LocalServer { $0.number < 3 ? .answer(503) : .answer(200) }
    var trial = trial(server)
    trial.policy.stack.retry.maxRetries = 0
    // Given up, so that the journal forgets them; the replay of a person sends them again.
    #expect(try await trial.run().counts.deadLettered == 3)
    #expect(!trial.directory.text(".pipeline/test/test-in/journal").contains("\"answered\""))
  }

  @Test func aRunWithNewMeaningDoesNotForgetWhatTheJournalHolds() async throws {
    var refusals = 0
    for number in 1...(try await operations()) {
      let server = LocalServer { _ in .answer(200) }
      var trial = trial(server)
      _ = try? await run(trial, FaultyFileSystem(PosixFileSystem(), faultAt: number))
      if server.requests.isEmpty || !trial.output.isEmpty { continue }
      trial.after = "  - {name: more, uses: set, with: {fields: {more: id}}}"
      do {
        _ = try await run(trial, PosixFileSystem())
        Issue.record("operation \(number): the plan has changed")
      } catch let problem as EngineProblem {
        #expect(problem.kind == .refused)
        #expect(problem.help?.contains("calls of that run are not finished") == true)
        refusals += 1
      }
      var restart = trial.options
      restart.restart = true
      let anew = Run(
        plan: try trial.plan(), options: restart, files: PosixFileSystem(), observer: RecordingObserver())
      let problem = await #expect(throws: EngineProblem.self) { try await anew.execute() }
      #expect(problem?.message.contains("would forget what calls") == true, "operation \(number)")
    }
    #expect(refusals > 0)
  }
}

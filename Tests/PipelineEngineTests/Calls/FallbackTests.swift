import PipelineModel
import PipelineTesting
import Resilience
import Testing

@testable import PipelineEngine

/// What takes the place of an answer, and how the record says so.
@Suite(.endsAtLast) struct FallbackTests {
  private func trial(_ server: LocalServer, _ fallback: FallbackOptions.Substitute) -> CallTrial {
    var trial = CallTrial(#"{url: "\#(server.url)/${{ id }}", into: answer}"#)
    trial.rows = 2
    trial.policy.stack.retry.maxRetries = 0
    trial.policy.stack.fallback = FallbackOptions(fallback)
    trial.after = "  - {name: mark, uses: set, with: {fields: {from: meta.fallback}}}"
    return trial
  }

  private let failing: @Sendable (LocalServer.Request) -> LocalServer.Reply = {
    $0.path == "/0" ? .answer(500) : .answer(200, body: #"{"ok":true}"#)
  }

  @Test func aValueTakesThePlaceAndMarksTheRecord() async throws {
    let server = LocalServer(failing)
    let result = try await trial(server, .value(#"{"ok":false}"#)).run()
    #expect(result.services.first?.fallbacks == 1)
  }

  @Test func theMarkCanBeRead() async throws {
    let server = LocalServer(failing)
    let trial = trial(server, .value(#"{"ok":false}"#))
    _ = try await trial.run()
    #expect(
      trial.output == [
        #"{"id":"0","answer":{"ok":false},"from":["ask"]}"#, #"{"id":"1","answer":{"ok":true},"from":[]}"#,
      ])
  }

  @Test func skipGoesOnWithoutTheAnswer() async throws {
    let server = LocalServer(failing)
    let trial = trial(server, .skip)
    let result = try await trial.run()
    #expect(result.counts.written == 2)
    #expect(trial.output[0] == #"{"id":"0","answer":null,"from":["ask"]}"#)
  }

  @Test func aReplayKnowsWhatFellBackBefore() async throws {
    let server = LocalServer(failing)
    var trial = trial(server, .skip)
    trial.after = #"""
        - {name: check, uses: validate, with: {rules: [{check: "meta.fallback.size() == 0"}]}}
      """#
    #expect(try await trial.run().counts.deadLettered == 1)
    let letter = try #require(try trial.deadLetters().first)
    #expect(letter.attempts.contains(#"{"outcome":"fallback","stage":"ask"}"#))
    let result = try await Replay(
      plan: try trial.plan(), request: ReplayRequest(), observer: RecordingObserver()
    ).execute()
    #expect(result.failedAgain == 1)
    let again = try #require(try trial.deadLetters().first)
    #expect(again.attempts.split(separator: "\"outcome\":\"fallback\"").count == 2)
  }
}

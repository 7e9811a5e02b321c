import PipelineModel
import PipelineTesting
import Resilience
import Testing

@testable import PipelineEngine

/// Work that is done once for each key.
@Suite(.endsAtLast) struct IdempotencyTests {
  private func trial(_ server: LocalServer, keys: [String]) -> CallTrial {
    var trial = CallTrial(#"{method: POST, body: "x", url: "\#(server.url)/${{ id }}"}"#)
    trial.directory.write("in.csv", "id\n" + keys.map { "\($0)\n" }.joined())
    trial.policy.stack.idempotency = IdempotencyOptions()
    trial.policy.idempotencyKey = RowExpression(text: "id", type: .string, isNullable: false) {
      (batch, row) throws(Failure) in batch.row(row)[0]
    }
    return trial
  }

  @Test func aDuplicateIsSkippedAndCounted() async throws {
    let server = LocalServer { _ in .answer(200) }
    let trial = trial(server, keys: ["a", "b", "a", "a", "c"])
    let result = try await trial.run()
    #expect(result.counts.written == 3)
    #expect(result.counts.duplicates == 2)
    #expect(result.counts.isBalanced)
    #expect(server.requests.count == 3)
    #expect(result.services.first?.duplicates == 2)
  }

  @Test func aKeyIsRememberedByTheNextRun() async throws {
    let server = LocalServer { _ in .answer(200) }
    let trial = trial(server, keys: ["a", "b"])
    _ = try await trial.run()
    trial.directory.write("in.csv", "id\na\nb\nb\nd\n")
    let result = try await trial.run()
    #expect(result.counts.read == 2)
    #expect(result.counts.duplicates == 1)
    #expect(server.requests.map(\.path).sorted() == ["/a", "/b", "/d"])
  }

  @Test func aDeadLetterGivesItsKeyBack() async throws {
    let server = LocalServer { $0.number == 0 ? .answer(404) : .answer(200) }
    let trial = trial(server, keys: ["a"])
    #expect(try await trial.run().counts.deadLettered == 1)
    trial.directory.write("in.csv", "id\na\na\n")
    let result = try await trial.run()
    #expect(result.counts.written == 1)
    #expect(server.requests.count == 2)
  }

  @Test func restartForgetsTheKeysOfTheOperation() async throws {
    let server = LocalServer { _ in .answer(200) }
    var trial = trial(server, keys: ["a"])
    _ = try await trial.run()
    trial.options.restart = true
    #expect(try await trial.run().counts.written == 1)
    #expect(server.requests.count == 2)
  }
}

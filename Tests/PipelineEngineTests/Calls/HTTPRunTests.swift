import PipelineModel
import PipelineTesting
import Resilience
import Synchronization
import Testing

@testable import PipelineEngine

/// Nothing here depends on how fast the machine is: where a run has to wait longer because others keep the processors
/// busy, it tries again or waits on.
@Suite(.endsAtLast) struct HTTPRunTests {
  @Test func anAnswerGoesIntoItsField() async throws {
    let server = LocalServer { .answer(200, body: #"{"path":"\#($0.path)"}"#) }
    let trial = CallTrial(#"{url: "\#(server.url)/item/${{ id }}?q=${{ 'a b&' + id }}", into: answer}"#)
    let result = try await trial.run()
    #expect(result.end == .completed)
    #expect(result.counts.written == 10)
    #expect(trial.output.count == 10)
    #expect(trial.output[3] == #"{"id":"3","answer":{"path":"/item/3?q=a%20b%263"}}"#)
  }

  @Test func aTransientErrorIsTriedAgain() async throws {
    let seen = Mutex<[String: Int]>([:])
    let server = LocalServer { request in
      let attempt = seen.withLock { seen in
        seen[request.path, default: 0] += 1
        return seen[request.path] ?? 0
      }
      return attempt <= 2 ? .answer(503) : .answer(200)
    }
    let trial = CallTrial(#"{url: "\#(server.url)/${{ id }}"}"#)
    let observer = RecordingObserver()
    let result = try await trial.run(observer)
    #expect(result.counts.written == 10)
    #expect(server.requests.count == 30)
    let calls = try #require(result.services.first)
    #expect(calls.attempts == 30)
    #expect(calls.succeeded == 10)
    #expect(calls.failed(.transient) == 20)
    #expect(calls.retries == 20)
    #expect(observer.policyKinds.filter { $0 == .retry }.count == 20)
  }

  @Test func aRecordThatNeverSucceedsIsADeadLetterWithItsAttempts() async throws {
    let server = LocalServer { $0.path == "/4" ? .answer(500) : .answer(200) }
    let trial = CallTrial(#"{url: "\#(server.url)/${{ id }}"}"#)
    let result = try await trial.run()
    #expect(result.counts.written == 9)
    #expect(result.exitCode == 3)
    let letter = try #require(try trial.deadLetters().first)
    #expect(letter.stage == "ask")
    #expect(letter.errorType == "HTTPError")
    #expect(letter.failureClass == .transient)
    #expect(letter.severity == .high)
    #expect(letter.errorMessage == "\(server.url) answered 500 (after 4 attempts)")
    #expect(letter.retryCount == 3)
    #expect(letter.attempts.split(separator: "{").count == 5)
    #expect(letter.attempts.contains(#""error_type":"HTTPError","class":"transient","status":500"#))
  }

  @Test func aPermanentErrorIsNotTriedAgain() async throws {
    let server = LocalServer { _ in .answer(404) }
    let trial = CallTrial(#"{url: "\#(server.url)/${{ id }}"}"#)
    let result = try await trial.run()
    #expect(result.counts.deadLettered == 10)
    #expect(server.requests.count == 10)
    #expect(try trial.deadLetters().allSatisfy { $0.failureClass == .permanent && $0.severity == .medium })
  }

  @Test func anAttemptThatHangsIsCutOff() async throws {
    let server = LocalServer { $0.number == 0 ? .hang : .answer(200) }
    var trial = CallTrial(#"{url: "\#(server.url)/${{ id }}"}"#)
    trial.policy.stack.timeout.attempt = .seconds(1)
    // Other attempts than the one that hangs are cut off, too, where they don't get a processor in time.
    trial.policy.stack.retry.maxRetries = 1_000_000
    let result = try await trial.run()
    #expect(result.counts.written == 10)
    #expect(result.services.first?.timedOut ?? 0 >= 1)
  }

  @Test func aServiceThatFailsIsLeftAloneUntilItIsBack() async throws {
    let isBack = Mutex(false)
    let server = LocalServer { _ in isBack.withLock { $0 } ? .answer(200) : .answer(500) }
    var trial = CallTrial(#"{url: "\#(server.url)/${{ id }}"}"#)
    trial.rows = 50
    trial.policy.maxInFlight = 8
    trial.policy.stack.retry.maxRetries = 1_000_000
    var service = ServicePolicy(name: "shop")
    service.options.circuitBreaker?.failureThreshold = 3
    service.options.circuitBreaker?.resetTimeout = .milliseconds(50)
    service.options.bulkhead = BulkheadOptions(maxConcurrent: 4)
    trial.policy.service = service
    let observer = BackWhenOpen { isBack.withLock { $0 = true } }
    let result = try await Run(plan: try trial.plan(), options: trial.options, observer: observer).execute()
    #expect(result.counts.written == 50)
    let calls = try #require(result.services.first)
    #expect(calls.name == "shop")
    #expect(calls.opened >= 1)
    #expect(calls.phase == .closed)
    #expect(calls.refused >= 1)
    #expect(calls.timeInPhase[.open] ?? .zero >= .milliseconds(50))
    // While it was open nothing came: three failures opened it, and at most the calls then in flight came on top.
    #expect(calls.failures < 20)
  }
}

/// Does something when a circuit opens.
private struct BackWhenOpen: RunObserver {
  let body: @Sendable () -> Void

  func observe(_ event: RunEvent) {
    if case .policy(let notice) = event, notice.kind == .opened { body() }
  }
}

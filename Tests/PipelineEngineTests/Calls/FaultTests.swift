import PipelineModel
import PipelineTesting
import Resilience
import Synchronization
import Testing

@testable import PipelineEngine

/// Real faults of a real server.
@Suite(.endsAtLast) struct FaultTests {
  /// Fails the first attempts of every path as told, then answers.
  private func flaky(_ reply: LocalServer.Reply, times: Int = 1) -> LocalServer {
    let seen = Mutex<[String: Int]>([:])
    return LocalServer { request in
      let attempt = seen.withLock { seen in
        seen[request.path, default: 0] += 1
        return seen[request.path] ?? 0
      }
      return attempt <= times ? reply : .answer(200)
    }
  }

  @Test(arguments: ["reset", "half"]) func aBrokenConnectionIsTransient(fault: String) async throws {
    let server = flaky(fault == "reset" ? .reset : .half)
    var trial = CallTrial(#"{url: "\#(server.url)/${{ id }}", into: answer}"#)
    trial.policy.stack.retry.maxRetries = 10
    let result = try await trial.run()
    #expect(result.counts.written == 10)
    #expect(result.services.first?.failed(.transient) ?? 0 >= 10)
  }

  @Test("A record that waits for its next attempt keeps no place of the bulkhead from others")
  func aWaitingRecordLetsOthersPass() async throws {
    let answered = Mutex(0)
    let server = LocalServer { request in
      answered.withLock { answered in
        if request.path.hasSuffix("/0"), answered < 9 { return .answer(503) }
        answered += 1
        return .answer(200)
      }
    }
    var trial = CallTrial(#"{url: "\#(server.url)/${{ id }}"}"#)
    trial.policy.stack.retry.maxRetries = 1_000_000
    var service = ServicePolicy(name: "shop")
    service.options.circuitBreaker = nil
    service.options.bulkhead = BulkheadOptions(maxConcurrent: 1)
    trial.policy.service = service
    #expect(try await trial.run().counts.written == 10)
  }

  @Test func retryAfterIsHonoured() async throws {
    let server = flaky(.answer(429, headers: ["Retry-After: 1"]))
    var trial = CallTrial(#"{url: "\#(server.url)/${{ id }}"}"#)
    trial.rows = 3
    let result = try await trial.run()
    #expect(result.counts.written == 3)
    #expect(result.elapsed >= .seconds(1))
  }

  @Test func anAbsurdRetryAfterIsIgnored() async throws {
    let server = flaky(.answer(503, headers: ["Retry-After: 99999999"]))
    let trial = CallTrial(#"{url: "\#(server.url)/${{ id }}"}"#)
    #expect(try await trial.run().counts.written == 10)
  }

  @Test func aPostThatMayHaveBeenCarriedOutIsNotRepeated() async throws {
    let server = flaky(.answer(500))
    let trial = CallTrial(#"{method: POST, json: {id: id}, url: "\#(server.url)/${{ id }}"}"#)
    let result = try await trial.run()
    #expect(result.counts.deadLettered == 10)
    #expect(server.requests.count == 10)
    #expect(server.requests.allSatisfy { $0.headers["idempotency-key"] == nil })
    #expect(String(decoding: server.requests[0].body, as: UTF8.self).hasPrefix(#"{"id":""#))
    #expect(try trial.deadLetters().first?.errorMessage.hasSuffix("has no idempotency key)") == true)
    // Transient ones would be redelivered.
    #expect(try trial.deadLetters().allSatisfy { $0.failureClass == .permanent })
  }

  @Test func aPostThatWasTurnedAwayIsRepeated() async throws {
    let server = flaky(.answer(503))
    let trial = CallTrial(#"{method: POST, body: "x", url: "\#(server.url)/${{ id }}"}"#)
    #expect(try await trial.run().counts.written == 10)
    #expect(server.requests.count == 20)
  }

  @Test func aPostWithAKeyIsRepeatedUnderTheSameKey() async throws {
    let server = flaky(.answer(500))
    var trial = CallTrial(#"{method: POST, body: "x", url: "\#(server.url)/${{ id }}"}"#)
    trial.policy.stack.idempotency = IdempotencyOptions()
    #expect(try await trial.run().counts.written == 10)
    let keys = Dictionary(grouping: server.requests, by: { $0.path }).mapValues {
      Set($0.map { $0.headers["idempotency-key"] ?? "" })
    }
    #expect(keys.count == 10)
    #expect(keys.values.allSatisfy { $0.count == 1 && $0.first?.hasSuffix("/ask") == true })
  }

  @Test func aServerThatGoesAwayAndComesBackLosesNothing() async throws {
    let server = LocalServer { _ in .answer(200) }
    server.stop()
    var trial = CallTrial(#"{url: "\#(server.url)/${{ id }}"}"#)
    trial.policy.stack.retry.maxRetries = 10_000
    let observer = OnFirst(.retry) { server.start() }
    let result = try await Run(plan: try trial.plan(), options: trial.options, observer: observer).execute()
    #expect(result.counts.written == 10)
    #expect(result.services.first?.failures ?? 0 >= 1)
  }

  @Test func anAnswerThatIsNotJSONIsPermanent() async throws {
    let server = LocalServer { _ in .answer(200, body: "<html>") }
    let trial = CallTrial(#"{url: "\#(server.url)/${{ id }}", into: answer}"#)
    let result = try await trial.run()
    #expect(result.counts.deadLettered == 10)
    #expect(try trial.deadLetters().first?.errorType == "InvalidResponse")
  }

  @Test func anAnswerThatIsTooLongIsPermanent() async throws {
    let server = LocalServer { _ in .answer(200, body: String(repeating: "x", count: 2000)) }
    let trial = CallTrial(#"{url: "\#(server.url)/${{ id }}", max_response: 1KiB}"#)
    #expect(try await trial.run().counts.deadLettered == 10)
    #expect(try trial.deadLetters().first?.errorType == "ResponseTooLarge")
  }

  @Test func aPathIsNeverLeftByAValue() async throws {
    let server = LocalServer { _ in .answer(200) }
    let trial = CallTrial(#"{url: "\#(server.url)/a/${{ id }}/b"}"#)
    trial.directory.write("in.csv", "id\n..\n\"\"\n../../x\n")
    let result = try await trial.run()
    #expect(result.counts.deadLettered == 2)
    #expect(server.requests.map(\.path) == ["/a/..%2F..%2Fx/b"])
    #expect(try trial.deadLetters().allSatisfy { $0.errorType == "InvalidRequest" })
  }

  @Test func aRuleThatCallsTimeoutsPermanentStopsTheRetries() async throws {
    let server = LocalServer { _ in .hang }
    var trial = CallTrial(#"{url: "\#(server.url)/${{ id }}"}"#)
    trial.rows = 2
    trial.policy.stack.timeout.attempt = .milliseconds(50)
    var plan = try trial.plan()
    plan.classification = Classification(rules: [.init(types: ["TimeoutError"], failureClass: .permanent)])
    let result = try await Run(plan: plan, options: trial.options, observer: RecordingObserver()).execute()
    #expect(result.counts.deadLettered == 2)
    #expect(server.requests.count == 2)
    #expect(try trial.deadLetters().allSatisfy { $0.failureClass == .permanent && $0.retryCount == 0 })
  }

  @Test(arguments: [
    ("ask=error", nil), ("aks=error", "did you mean `ask`?"),
    ("elsewhere=error", "faults can be injected into `ask`"),
  ])
  func faultsAreInjectedWhereThereAreCalls(argument: String, help: String?) async throws {
    let server = LocalServer { _ in .answer(200) }
    var trial = CallTrial(#"{url: "\#(server.url)/${{ id }}"}"#)
    trial.policy.stack.retry.maxRetries = 0
    trial.options.faults = InjectionArgument.faults([try InjectionArgument(argument)])
    let observer = RecordingObserver()
    do {
      let result = try await trial.run(observer)
      #expect(help == nil)
      let store = try StateStore(path: trial.directory.file(".pipeline/test/state.db"))
      let run = try #require(try RunHistory(store: store).run(result.runID).first)
      #expect(run.faults == ["ask: transient failures, 100% of attempts"])
      #expect(
        observer.all.contains {
          if case .note("injected on purpose: ask: transient failures, 100% of attempts") = $0 {
            true
          } else {
            false
          }
        })
    } catch let problem as EngineProblem {
      #expect(problem.kind == .refused)
      #expect(problem.help == help)
    }
  }

  @Test func faultsAreInjectedByName() async throws {
    let server = LocalServer { _ in .answer(200) }
    var trial = CallTrial(#"{url: "\#(server.url)/${{ id }}"}"#)
    trial.rows = 200
    trial.policy.stack.retry.maxRetries = 50
    trial.options.faults = InjectionArgument.faults([try InjectionArgument("ask=error:20%")])
    let result = try await trial.run()
    #expect(result.counts.written == 200)
    let calls = try #require(result.services.first)
    #expect((20...80).contains(calls.injected))
    #expect(calls.injected == calls.failures)
    #expect(server.requests.count == 200)
  }
}

/// Does something once, when a policy first does this.
final class OnFirst: RunObserver {
  private let kind: PolicyNotice.Kind
  private let body: Mutex<(@Sendable () -> Void)?>

  init(_ kind: PolicyNotice.Kind, _ body: @escaping @Sendable () -> Void) {
    self.kind = kind
    self.body = Mutex(body)
  }

  func observe(_ event: RunEvent) {
    guard case .policy(let notice) = event, notice.kind == kind else { return }
    let body = body.withLock { body in
      defer { body = nil }
      return body
    }
    body?()
  }
}

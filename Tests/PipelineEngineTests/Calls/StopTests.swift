import PipelineModel
import PipelineTesting
import Resilience
import Testing

@testable import PipelineEngine

/// What becomes of a run whose calls can't go on, or that is told to stop.
@Suite(.endsAtLast) struct StopTests {
  @Test func anOutageBeyondMaxWaitStopsAtACheckpoint() async throws {
    let server = LocalServer { _ in .answer(500) }
    var trial = CallTrial(#"{url: "\#(server.url)/${{ id }}"}"#)
    trial.policy.stack.retry.maxRetries = 1000
    trial.policy.stack.refusal.maxWait = .milliseconds(100)
    var service = ServicePolicy(name: "shop")
    service.options.circuitBreaker?.failureThreshold = 3
    service.options.circuitBreaker?.resetTimeout = .seconds(600)
    trial.policy.service = service
    let result = try await trial.run()
    #expect(result.exitCode == 4)
    guard case .stopped(let why) = result.end else {
      Issue.record("\(result.end)")
      return
    }
    #expect(
      why.hasPrefix(
        "stage `ask` would have to wait for service `shop` longer than `max_wait` (100ms): its circuit is open, "
          + "and lets probes through in "))
    #expect(why.hasSuffix("; the last error was: \(server.url) answered 500"))
    #expect(result.counts.read == 0)
    #expect(try trial.deadLetters().isEmpty)
  }

  @Test func aRetryThatAnOpenCircuitPreventsIsNotCounted() async throws {
    let server = LocalServer { _ in .answer(500) }
    var trial = CallTrial(#"{url: "\#(server.url)/${{ id }}"}"#)
    trial.policy.stack.refusal.onRefusal = .deadLetter
    var service = ServicePolicy(name: "shop")
    service.options.circuitBreaker?.failureThreshold = 1
    service.options.circuitBreaker?.resetTimeout = .seconds(3600)
    trial.policy.service = service
    trial.policy.maxInFlight = 1
    let calls = try #require(try await trial.run().services.first)
    #expect(calls.retries == 0 && calls.opened == 1 && calls.attempts == Int64(server.requests.count))
    let refused = try #require(try trial.deadLetters().first { $0.errorType == "CallRefused" })
    #expect(
      refused.errorMessage
        == "service `shop` was not called: its circuit is open; the error that opened it was: "
        + "\(server.url) answered 500")
  }

  @Test(.timeLimit(.minutes(5))) func aServiceThatIsGoneStopsTheRunAsRecoverSays() async throws {
    // Ten records open the circuit for ten minutes while each of them tries to reconnect.
    var trial = CallTrial("{command: [/nonexistent/program], into: score}")
    trial.uses = "exec"
    trial.policy.stack.recovery.wait = .milliseconds(1)
    trial.policy.stack.recovery.baseDelay = .milliseconds(1)
    trial.policy.stack.recovery.attempts = 2
    var service = ServicePolicy(name: "scorer")
    service.options.circuitBreaker?.failureThreshold = 3
    service.options.circuitBreaker?.resetTimeout = .seconds(600)
    trial.policy.service = service
    let result = try await trial.run()
    #expect(result.exitCode == 4)
    guard case .stopped(let why) = result.end else {
      Issue.record("\(result.end)")
      return
    }
    #expect(why.contains("can't be started"))
    #expect(try trial.deadLetters().isEmpty)
  }

  @Test func anIsolatedServiceStopsTheRunAtOnce() async throws {
    let server = LocalServer { _ in .answer(200) }
    var trial = CallTrial(#"{url: "\#(server.url)/${{ id }}"}"#)
    var service = ServicePolicy(name: "shop")
    service.options.circuitBreaker?.state = .isolated
    trial.policy.service = service
    let result = try await trial.run()
    #expect(result.end == .stopped("service `shop` is isolated by hand, and stage `ask` needs it"))
    #expect(server.requests.isEmpty)
    trial.policy.service?.options.circuitBreaker?.state = .normal
    #expect(try await trial.run().total.written == 10)
  }

  @Test func aStopDoesNotWaitForALongBackoff() async throws {
    let server = LocalServer { $0.path == "/30" ? .answer(503) : .answer(200) }
    var trial = CallTrial(#"{url: "\#(server.url)/${{ id }}"}"#)
    trial.rows = 40
    trial.chunkSize = 32
    trial.policy.stack.retry.baseDelay = .seconds(3600)
    trial.policy.stack.retry.maxDelay = .seconds(3600)
    let holder = RunHolder()
    let observer = OnFirst(.retry) { holder.run?.stop.request("SIGTERM") }
    let run = Run(plan: try trial.plan(), options: trial.options, observer: observer)
    holder.run = run
    let result = try await run.execute()
    #expect(result.end == .stopped("SIGTERM"))
    #expect(result.counts.isBalanced)
    #expect(result.counts.read < 40)
    // What was settled stays, and the rest comes with the next run, each record once.
    trial.forgetAttempts()
    trial.policy.stack.retry.maxRetries = 0
    let again = try await trial.run()
    #expect(again.total.read == 40)
    #expect(again.total.written == 39)
    #expect(trial.output.count == 39)
  }

  @Test func aStageWithMemoryKeepsItsLastCheckpoint() async throws {
    let server = LocalServer { $0.path == "/7" ? .answer(503) : .answer(200) }
    var trial = CallTrial(#"{url: "\#(server.url)/${{ id }}"}"#)
    trial.before = "  - {name: once, uses: dedupe, with: {key: id, max_keys: 100}}"
    trial.policy.stack.retry.baseDelay = .seconds(3600)
    trial.policy.stack.retry.maxDelay = .seconds(3600)
    let holder = RunHolder()
    let observer = OnFirst(.retry) { holder.run?.stop.request("SIGTERM") }
    let run = Run(plan: try trial.plan(), options: trial.options, observer: observer)
    holder.run = run
    #expect(try await run.execute().end == .stopped("SIGTERM"))
    trial.forgetAttempts()
    trial.policy.stack.retry.maxRetries = 0
    let again = try await trial.run()
    #expect(again.total.written == 9)
    #expect(again.total.duplicates == 0)
  }

  @Test func aRefusalCanBeADeadLetterOrAFallback() async throws {
    let server = LocalServer { _ in .answer(200) }
    var trial = CallTrial(#"{url: "\#(server.url)/${{ id }}", into: answer}"#)
    var service = ServicePolicy(name: "shop")
    service.options.circuitBreaker?.state = .isolated
    trial.policy.service = service
    trial.policy.stack.refusal.onRefusal = .fallback
    trial.policy.stack.fallback = FallbackOptions(.value(#"{"name":"unknown"}"#))
    #expect(try await trial.run().counts.written == 10)
    #expect(trial.output[0] == #"{"id":"0","answer":{"name":"unknown"}}"#)

    var other = CallTrial(#"{url: "\#(server.url)/${{ id }}", into: answer}"#)
    other.policy.service = service
    other.policy.stack.refusal.onRefusal = .deadLetter
    #expect(try await other.run().counts.deadLettered == 10)
    #expect(try other.deadLetters().first?.errorType == "CallRefused")
    #expect(server.requests.isEmpty)
  }

  @Test func aFallbackServiceHasACircuitOfItsOwn() async throws {
    let server = LocalServer { $0.path.hasPrefix("/backup") ? .answer(200, body: #""b""#) : .answer(500) }
    var trial = CallTrial(#"{url: "\#(server.url)/main/${{ id }}", into: answer}"#)
    let backup = CallTrial(#"{url: "\#(server.url)/backup/${{ id }}", into: answer}"#)
    guard case .call(let step, _) = try backup.plan().stages[0].work else { return }
    trial.policy.stack.retry.maxRetries = 0
    trial.policy.service = ServicePolicy(name: "main")
    trial.policy.service?.options.circuitBreaker?.failureThreshold = 1000
    trial.policy.stack.fallback = FallbackOptions(.service("backup"))
    var policy = CallPolicy()
    policy.service = ServicePolicy(name: "backup")
    trial.policy.reroute = PlannedCall(uses: "http", step: step, policy: policy)
    let result = try await trial.run()
    #expect(result.counts.written == 10)
    #expect(trial.output[9] == #"{"id":"9","answer":"b"}"#)
    #expect(result.services.map(\.name) == ["main", "backup"])
    #expect(result.services.map(\.attempts) == [10, 10])
    #expect(result.services[0].fallbacks == 10)
  }
}

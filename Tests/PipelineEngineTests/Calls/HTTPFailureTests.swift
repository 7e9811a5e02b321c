import Glibc
import PipelineModel
import PipelineTesting
import Resilience
import Testing

@testable import PipelineEngine

/// What a call that brings no answer counts as, and what is said about it.
@Suite(.endsAtLast) struct HTTPFailureTests {
  /// One record, without retries.
  private func single(_ with: String, timeout: Duration? = nil) -> CallTrial {
    var trial = CallTrial(with)
    trial.rows = 1
    trial.policy.stack.retry.strategy = .none
    trial.policy.stack.timeout.attempt = timeout
    return trial
  }

  private func letter(_ trial: CallTrial, _ observer: RecordingObserver = RecordingObserver()) async throws
    -> DeadLetter
  {
    #expect(try await trial.run(observer).counts.deadLettered == 1)
    return try #require(try trial.deadLetters().first)
  }

  @Test func aConnectionThatBreaksCostsOneAttemptARequest() async throws {
    // The first answer leaves a connection open, on which the next requests come.
    let server = LocalServer { (1...3).contains($0.number) ? .reset : .answer(200) }
    var trial = CallTrial(#"{url: "\#(server.url)/${{ id }}"}"#)
    trial.policy.maxInFlight = 1
    trial.policy.stack.retry.maxRetries = 10
    let result = try await trial.run()
    #expect(result.counts.written == 10)
    #expect(server.requests.count == 13)
    let calls = try #require(result.services.first)
    #expect(calls.attempts == 13 && calls.failed(.transient) == 3 && calls.retries == 3)
  }

  @Test func aConnectionThatBreaksBeforeTheAnswerLeavesTheOutcomeUnknown() async throws {
    let server = LocalServer { $0.number == 1 ? .reset : .answer(200) }
    var trial = CallTrial(#"{url: "\#(server.url)/${{ id }}"}"#)
    trial.rows = 2
    trial.policy.maxInFlight = 1
    trial.policy.stack.retry.strategy = .none
    #expect(try await trial.run().counts.deadLettered == 1)
    let letter = try #require(try trial.deadLetters().first)
    #expect(letter.errorType == "ConnectionError" && letter.failureClass == .transient)
    #expect(letter.errorMessage == "\(server.url): the server ended the connection before it answered")
    #expect(server.requests.count == 2)
  }

  @Test func anAnswerThatIsNotHTTPLeavesTheOutcomeUnknown() async throws {
    let server = LocalServer { _ in .raw("\u{0}garbage\r\n\r\n") }
    var trial = CallTrial(#"{method: POST, body: x, url: "\#(server.url)/"}"#)
    trial.rows = 1
    let letter = try await letter(trial)
    // It may have been carried out, and has no key: once is all.
    #expect(server.requests.count == 1)
    #expect(letter.errorType == "InvalidResponse" && letter.failureClass == .permanent)
    #expect(
      letter.errorMessage
        == "\(server.url): the server answered something that is not HTTP"
        + " (not retried: it may have been carried out, and has no idempotency key)")
  }

  @Test func anAnswerThatIsNotHTTPIsTransient() async throws {
    let server = LocalServer { $0.number < 2 ? .raw("SSH-2.0-x\r\n") : .answer(200) }
    var trial = CallTrial(#"{url: "\#(server.url)/"}"#)
    trial.rows = 1
    let result = try await trial.run()
    #expect(result.counts.written == 1 && server.requests.count == 3)
    #expect(result.services.first?.failed(.transient) == 2)
  }

  @Test func aRedirectThatLeadsNowhereComesAfterARequest() async throws {
    let server = LocalServer { _ in .answer(302, headers: ["Location: http://127.0.0.1:1/"]) }
    let request = single(#"{method: POST, body: x, url: "\#(server.url)/", redirects: 1}"#)
    #expect(try await letter(request).failureClass == .permanent)
    #expect(server.requests.count == 1)
  }

  @Test func headersThatAreTooLongAreTheAnswersFault() async throws {
    let header = "X-A: " + String(repeating: "a", count: 2_000_000)
    let server = LocalServer { _ in .answer(200, headers: [header]) }
    let letter = try await letter(single(#"{url: "\#(server.url)/"}"#))
    #expect(letter.errorType == "ResponseTooLarge" && letter.failureClass == .permanent)
    #expect(letter.errorMessage == "\(server.url): the headers of the answer are too long")
  }

  @Test func oneAttemptIsNotCalledAttempts() async throws {
    let server = LocalServer { _ in .answer(500) }
    var trial = CallTrial(#"{url: "\#(server.url)/"}"#)
    trial.rows = 1
    trial.policy.stack.retry.maxRetries = 0
    #expect(try await letter(trial).errorMessage == "\(server.url) answered 500 (after 1 attempt)")
  }

  @Test func aRedirectIsNoRepetition() async throws {
    let server = LocalServer {
      $0.path == "/b" ? .answer(200) : .answer(302, headers: ["Location: /b"])
    }
    let trial = single(#"{url: "\#(server.url)/a", redirects: 1}"#)
    #expect(try await trial.run().counts.written == 1)
    #expect(server.requests.map(\.path) == ["/a", "/b"])
  }

  @Test func aTimeoutSaysThatNoAnswerCame() async throws {
    let server = LocalServer { _ in .hang }
    let observer = RecordingObserver()
    let trial = single(#"{url: "\#(server.url)/${{ id }}"}"#, timeout: .seconds(1))
    let letter = try await letter(trial, observer)
    #expect(letter.errorType == "TimeoutError")
    #expect(letter.errorMessage == "\(server.url): no answer within 1s")
    #expect(observer.policyKinds == [.timedOut, .gaveUp])
  }

  @Test func aTimeoutSaysThatTheAnswerStopped() async throws {
    let server = LocalServer { _ in .stall }
    let trial = single(#"{url: "\#(server.url)/${{ id }}"}"#, timeout: .seconds(1))
    let letter = try await letter(trial)
    #expect(
      letter.errorMessage
        == "\(server.url): the answer was not complete within 1s: it stopped after 48 bytes")
  }

  @Test(arguments: [Duration.seconds(30), .milliseconds(1500)])
  func aTimeoutSaysThatNoConnectionCame(timeout: Duration) async throws {
    let port = DeafPort()
    let observer = RecordingObserver()
    let connect = timeout == .seconds(30) ? "1500ms" : "10s"
    let trial = single(
      #"{method: POST, body: x, url: "http://127.0.0.1:\#(port.number)/", connect_timeout: \#(connect)}"#,
      timeout: timeout)
    let result = try await trial.run(observer)
    #expect(result.services.first?.timedOut == 1)
    let letter = try #require(try trial.deadLetters().first)
    #expect(letter.errorMessage == "http://127.0.0.1:\(port.number): no connection within 1s500ms")
    // It was never sent, so it may be made again, though it has no key.
    #expect(letter.errorType == "TimeoutError" && letter.failureClass == .transient)
    #expect(observer.policyKinds == [.timedOut, .gaveUp])
  }

  @Test func aServerThatDoesNotSpeakTLSIsAMistakeThatSaysWhatToDo() async throws {
    let server = LocalServer { _ in .answer(200) }
    let url = "https://127.0.0.1:\(server.port)"
    let letter = try await letter(single(#"{url: "\#(url)/"}"#))
    #expect(letter.errorType == "TLSError" && letter.failureClass == .permanent)
    #expect(
      letter.errorMessage
        == "\(url): the server does not speak TLS on this port: write `http://`, or the port on which it does"
    )
  }

  @Test(arguments: [FailureClass.transient, .system, .business])
  func noRuleMakesACallThatMayHaveBeenCarriedOutOneThatIsMadeAgain(failureClass: FailureClass) async throws {
    let server = LocalServer { _ in .reset }
    var trial = CallTrial(#"{method: POST, body: x, url: "\#(server.url)/"}"#)
    trial.rows = 1
    var plan = try trial.plan()
    plan.classification = Classification(rules: [Classification.Rule(failureClass: failureClass)])
    _ = try? await Run(plan: plan, options: trial.options, observer: RecordingObserver()).execute()
    #expect(server.requests.count == 1)
    let letter = try #require(try trial.deadLetters().first)
    #expect(letter.failureClass == (failureClass == .business ? .business : .permanent))
  }

  @Test func aNoticeSaysWhereTheRecordCameFrom() async throws {
    let server = LocalServer { $0.path == "/1" ? .answer(404) : .answer(200) }
    var trial = CallTrial(#"{url: "\#(server.url)/${{ id }}"}"#)
    trial.rows = 2
    let observer = RecordingObserver()
    _ = try await trial.run(observer)
    let notices = observer.all.compactMap { if case .policy(let notice) = $0 { notice } else { nil } }
    #expect(notices.map(\.kind) == [.failed, .gaveUp])
    for notice in notices {
      #expect(notice.place?.line == 3 && notice.place?.offset == 5)
      #expect(notice.place?.file?.hasSuffix("in.csv") == true)
    }
  }
}

/// A port that nobody listens to properly: its queue is full, so that whoever connects gets no answer at all.
private final class DeafPort {
  let number: UInt16
  private var sockets: [Int32] = []

  init() {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    var sockets = [listener]
    withUnsafeMutablePointer(to: &address) { address in
      address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        precondition(
          bind(listener, address, length) == 0 && listen(listener, 0) == 0
            && getsockname(listener, address, &length) == 0)
        for _ in 0..<4 {
          let filler = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue), 0)
          _ = connect(filler, address, length)
          sockets.append(filler)
        }
      }
    }
    self.sockets = sockets
    number = UInt16(bigEndian: address.sin_port)
  }

  deinit { for socket in sockets { close(socket) } }
}

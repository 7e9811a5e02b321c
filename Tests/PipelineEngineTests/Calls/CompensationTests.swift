import ConfigSpec
import PipelineModel
import PipelineParts
import PipelineTesting
import Resilience
import Synchronization
import Testing

@testable import PipelineEngine

/// The order example: reserve, charge, ship; what was done is undone in reverse order when a later stage gives up.
@Suite(.endsAtLast) struct CompensationTests {
  /// A shop that remembers what it did, and honours the key that every attempt carries.
  final class Shop: Sendable {
    private let state = Mutex<(seen: [String: Int], done: [String])>(([:], []))
    let fails: @Sendable (LocalServer.Request) -> LocalServer.Reply?

    init(fails: @escaping @Sendable (LocalServer.Request) -> LocalServer.Reply?) { self.fails = fails }

    /// What it did, in order, each once.
    var done: [String] { state.withLock { $0.done } }

    func answer(_ request: LocalServer.Request) -> LocalServer.Reply {
      if let failure = fails(request) { return failure }
      let key = request.headers["idempotency-key"] ?? ""
      let number = state.withLock { state in
        if let number = state.seen[key], !key.isEmpty { return number }
        state.done.append(String(request.path.dropFirst()))
        state.seen[key] = state.done.count
        return state.done.count
      }
      return .answer(200, body: #"{"number":\#(number)}"#)
    }
  }

  private func pipeline(_ directory: TemporaryDirectory, _ url: String) throws -> Plan {
    func stage(_ name: String, _ undo: String?) -> String {
      """
        - name: \(name)
          uses: http
          policy: {retry: {base_delay: 1ms, max_delay: 2ms, jitter: none, max_retries: 2}}
          with: {method: POST, url: "\(url)/\(name)", body: "", into: \(name)}

      """
        + (undo.map {
          """
              compensate:
                uses: http
                policy: {retry: {base_delay: 1ms, max_delay: 2ms, jitter: none, max_retries: 2}}
                with: {method: POST, url: "\(url)/\($0)", body: "${{ string(\(name).number) }}"}

          """
        } ?? "")
    }
    let file = directory.write(
      "order.yaml",
      "name: order\nstages:\n" + stage("reserve", "release") + stage("charge", "refund") + stage("ship", nil))
    let outcome = PlanBuilder.plan(
      PlanInput(file: file), catalog: Catalog(sources: .standard, steps: .standard, sinks: .standard),
      bodyEncoder: { JSONLinesEncoder(schema: $0) })
    return try #require(outcome.plan, "\(outcome.diagnostics.text())")
  }

  private func run(
    _ directory: TemporaryDirectory, _ server: LocalServer,
    _ observer: any RunObserver = RecordingObserver(), files: any FileSystem = PosixFileSystem()
  ) async throws -> RunResult {
    try await Run(
      plan: try pipeline(directory, server.url), options: RunOptions(), files: files, observer: observer
    ).execute()
  }

  private func letters(_ directory: TemporaryDirectory) throws -> [DeadLetter] {
    try DeadLetterStore(store: try StateStore(path: directory.file(".pipeline/order/state.db"))).letters(
      .init())
  }

  @Test func anOrderThatSucceedsUndoesNothing() async throws {
    let shop = Shop { _ in nil }
    let server = LocalServer { shop.answer($0) }
    #expect(try await run(TemporaryDirectory(), server).exitCode == 0)
    #expect(shop.done == ["reserve", "charge", "ship"])
  }

  @Test func everyJobIsAnOrderOfItsOwn() async throws {
    let shop = Shop { _ in nil }
    let server = LocalServer { shop.answer($0) }
    let directory = TemporaryDirectory()
    _ = try await run(directory, server)
    _ = try await run(directory, server)
    #expect(shop.done == ["reserve", "charge", "ship", "reserve", "charge", "ship"])
  }

  @Test func anExpressionNamesTheRecordOfTheRun() async throws {
    let server = LocalServer { _ in .answer(200) }
    let directory = TemporaryDirectory()
    let file = directory.write(
      "job.yaml",
      """
      name: job
      stages:
        - name: ask
          uses: http
          policy: {idempotency: {}}
          with: {url: "\(server.url)/${{ meta.id }}"}
      """)
    let outcome = PlanBuilder.plan(
      PlanInput(file: file), catalog: Catalog(sources: .standard, steps: .standard, sinks: .standard),
      bodyEncoder: { JSONLinesEncoder(schema: $0) })
    let plan = try #require(outcome.plan, "\(outcome.diagnostics.text())")
    for _ in 0..<2 {
      _ = try await Run(plan: plan, options: RunOptions(), observer: RecordingObserver()).execute()
    }
    #expect(Set(server.requests.map(\.path)).count == 2)
    for request in server.requests {
      #expect(request.headers["idempotency-key"] == "\(request.path.dropFirst())/ask")
    }
  }

  @Test(arguments: [
    ("reserve", ["reserve"], []), ("charge", ["reserve", "release"], ["reserve"]),
    ("ship", ["reserve", "charge", "refund", "release"], ["charge", "reserve"]),
  ])
  func whatWasDoneIsUndoneInReverseOrder(failing: String, done: [String], undone: [String]) async throws {
    let shop = Shop { $0.path == "/" + failing ? .answer(409) : nil }
    let server = LocalServer { shop.answer($0) }
    let directory = TemporaryDirectory()
    let observer = RecordingObserver()
    #expect(try await run(directory, server, observer).exitCode == 3)
    #expect(shop.done == (failing == "reserve" ? [] : done))
    let letter = try #require(try letters(directory).first)
    #expect(letter.stage == failing)
    for stage in undone { #expect(letter.attempts.contains(#""outcome":"compensated","stage":"\#(stage)""#)) }
    #expect(observer.policyKinds.filter { $0 == .compensated }.count == undone.count)
  }

  @Test(arguments: [LocalServer.Reply.reset, .raw("garbage\r\n")])
  func anAnswerThatIsLostMeansThatItMayHaveHappened(loss: LocalServer.Reply) async throws {
    let lost = Mutex(0)
    let shop = Shop { _ in nil }
    // The charge is carried out, and every answer about it is lost.
    let server = LocalServer { request in
      let reply = shop.answer(request)
      guard request.path == "/charge" else { return reply }
      lost.withLock { $0 += 1 }
      return loss
    }
    // The number of the charge is in the answer that never came, so its refund can't be made from it.
    let directory = TemporaryDirectory()
    let observer = RecordingObserver()
    #expect(try await run(directory, server, observer).exitCode == 3)
    #expect(lost.withLock { $0 } == 3)
    #expect(shop.done == ["reserve", "charge", "release"])
    let letter = try #require(try letters(directory).first)
    #expect(letter.severity == .critical)
    #expect(letter.attempts.contains(#""outcome":"compensation_failed","stage":"charge""#))
  }

  @Test func aCompensationIsTriedAgainUnderOneKey() async throws {
    let attempts = Mutex<[String]>([])
    let shop = Shop { request in
      if request.path == "/ship" { return .answer(409) }
      guard request.path == "/refund" else { return nil }
      let count = attempts.withLock { attempts in
        attempts.append(request.headers["idempotency-key"] ?? "")
        return attempts.count
      }
      return count < 3 ? .answer(500) : nil
    }
    let server = LocalServer { shop.answer($0) }
    _ = try await run(TemporaryDirectory(), server)
    #expect(shop.done == ["reserve", "charge", "refund", "release"])
    let keys = attempts.withLock { Set($0) }
    #expect(keys.count == 1)
    #expect(keys.first?.hasSuffix("/charge/compensate") == true)
  }

  @Test func aProcessThatDiesAtAnyWriteLeavesNothingHalfDone() async throws {
    let counting = FaultyFileSystem(PosixFileSystem())
    do {
      let shop = Shop { $0.path == "/ship" ? .answer(409) : nil }
      let server = LocalServer { shop.answer($0) }
      _ = try await run(TemporaryDirectory(), server, files: counting)
    }
    for number in 1...counting.count {
      let shop = Shop { $0.path == "/ship" ? .answer(409) : nil }
      let server = LocalServer { shop.answer($0) }
      let directory = TemporaryDirectory()
      let faulty = FaultyFileSystem(PosixFileSystem(), faultAt: number, fault: .stop)
      _ = try? await run(directory, server, files: faulty)
      // A process that died before it had a store has left no letter, and one that settled its record needs no more.
      let wasDone = (try? letters(directory).count) ?? 0
      if wasDone == 0 { _ = try await run(directory, server) }
      #expect(shop.done == ["reserve", "charge", "refund", "release"], "operation \(number)")
      #expect(try letters(directory).count == 1, "operation \(number)")
    }
  }
}

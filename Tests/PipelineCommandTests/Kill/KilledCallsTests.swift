import FoundationEssentials
import PipelineTesting
import Synchronization
import Testing

/// Kills the command in the middle of calls and of their undoing, and compares what the server did with what it does in
/// a run that was never disturbed: each record's effect once.
@Suite(.enabled(if: PipelineBinary.isBuilt, "the command `pipeline` is not built"), .serialized, .ownThread)
struct KilledCallsTests {
  /// A service that does its work once for each key, and remembers what it did.
  final class Service: Sendable {
    struct State {
      /// How often each key was asked for.
      var requests: [String: Int] = [:]
      /// The keys, in the order in which their work was done.
      var effects: [String] = []
    }

    private let state = Mutex(State())

    var effects: [String] { state.withLock { $0.effects } }
    /// Requests that repeated what had been done.
    var repeated: Int { state.withLock { state in state.requests.values.reduce(0) { $0 + $1 - 1 } } }

    func answer(_ request: LocalServer.Request) -> LocalServer.Reply {
      guard let key = request.headers["idempotency-key"] else { return .answer(400) }
      let id = request.path.split(separator: "/").last.flatMap { Int($0) } ?? 0
      if request.path.hasPrefix("/confirm"), id % 9 == 4 { return .answer(422) }
      state.withLock { state in
        state.requests[key, default: 0] += 1
        if state.requests[key] == 1 { state.effects.append(key) }
      }
      return .answer(200, body: "{\"id\":\(id)}")
    }
  }

  private func prepare(_ scratch: Scratch, _ url: String, stages: String) throws {
    try scratch.write(
      "pipeline.yaml",
      """
      name: killed
      checkpoint: {every: 100, interval: 1s}
      source: {uses: csv, with: {path: in.csv}}
      stages:
      \(stages.split(separator: "URL", omittingEmptySubsequences: false).joined(separator: url))
      sink: {uses: jsonl, with: {path: out.jsonl}}
      """)
    try scratch.write("in.csv", "id\n" + (0..<1200).map { "\($0)\n" }.joined())
  }

  private static let calls = """
      - name: confirm
        uses: http
        policy: {idempotency: {}, retry: {base_delay: 1ms}}
        with: {method: POST, body: "", url: "URL/confirm/${{ id }}", into: answer}
    """

  private static let compensated = """
      - name: reserve
        uses: http
        policy: {retry: {base_delay: 1ms}}
        with: {method: POST, body: "", url: "URL/reserve/${{ id }}", into: reservation}
        compensate:
          uses: http
          policy: {retry: {base_delay: 1ms}}
          with: {method: POST, body: "", url: "URL/release/${{ string(reservation.id) }}"}
      - name: confirm
        uses: http
        policy: {idempotency: {}, retry: {base_delay: 1ms}}
        with: {method: POST, body: "", url: "URL/confirm/${{ id }}", into: answer}
    """

  @Test(arguments: [("calls", calls), ("compensated calls", compensated)], ["1", "8"])
  func eachRecordsEffectHappensOnce(pipeline: (name: String, stages: String), workers: String) throws {
    var random = SeededRandom(seed: KillTests.seed)
    let run = ["run", "pipeline.yaml", "--quiet", "--workers", workers]
    let (undisturbed, killed) = (try Scratch(), try Scratch())
    let (calm, hunted) = (Service(), Service())
    let servers = [LocalServer { calm.answer($0) }, LocalServer { hunted.answer($0) }]
    try prepare(undisturbed, servers[0].url, stages: pipeline.stages)
    try prepare(killed, servers[1].url, stages: pipeline.stages)
    let start = ContinuousClock.now
    #expect(try KillTests.finish(run, in: undisturbed, kills: 0, &random).exitCode == 3)
    let whole = ContinuousClock.now - start
    let (exitCode, kills) = try KillTests.finish(
      run, in: killed, kills: KillTests.kills, within: whole, &random)
    let place = "seed \(KillTests.seed), \(pipeline.name), \(workers) workers"
    #expect([0, 3].contains(exitCode), "\(place)")
    #expect(try killed.text("out.jsonl") == undisturbed.text("out.jsonl"), "\(place)")
    let (found, wanted) = (try Settled(killed), try Settled(undisturbed))
    #expect(found.counts == wanted.counts && found.counts.isBalanced, "\(place)")
    #expect(found.deadLetters == wanted.deadLetters, "\(place)")
    // The keys name the records, so that the same keys are the same effects.
    #expect(hunted.effects.sorted() == calm.effects.sorted(), "\(place)")
    #expect(Set(hunted.effects).count == hunted.effects.count, "\(place)")
    #expect(calm.repeated == 0, "\(place)")
    for server in servers { server.stop() }
    print("\(place): killed \(kills) times, \(hunted.repeated) requests repeated what was done")
  }
}

import CRawCalls
import Glibc
import PipelineEngine
import PipelineModel
import PipelineParts

/// What the engine adds to ten thousand HTTP calls: a stage under a service with a bulkhead of 32, against libcurl
/// alone with 32 connections, in the same process, against the same server.
///
/// `calls` compares; `calls engine`, `calls ours` and `calls bare` do one of them alone, for a profiler.
@main
enum Calls {
  private static let connections: Int32 = 32
  private static let rounds = 11
  private static let count = 10_000

  static func main() async throws {
    // Before any thread, because it forks.
    let port = rawcalls_serve()
    precondition(port > 0, "the server can't be started")
    let engine = Engine(url: "http://127.0.0.1:\(port)/Patient", connections: connections)
    defer { engine.folder.remove() }
    let only = CommandLine.arguments.dropFirst().first
    if only == nil { try await compareMemory(engine) }
    var contestants = [
      Contestant(name: "engine", title: "10,000 calls through the engine") { try await engine.run(count) },
      Contestant(name: "ours", title: "10,000 calls of libcurl, our request and options") {
        raw(engine.url, RAWCALLS_OURS)
      },
      Contestant(name: "bare", title: "10,000 calls of libcurl, bare") { raw(engine.url, RAWCALLS_BARE) },
      Contestant(name: "start", title: "1 call through the engine") { try await engine.run(1) },
    ].filter { only == nil || $0.name == only }
    // In turn, so that a machine that slows down slows all of them.
    for _ in 0..<rounds {
      for index in contestants.indices { try await contestants[index].measure() }
    }
    for contestant in contestants { line(contestant.title, contestant.text) }
    guard contestants.count == 4 else { return }
    let start = contestants[3]
    for (raw, name) in zip(contestants[1...2], ["our request's", "bare libcurl's"]) {
      line("the run's time to \(name)", percent(contestants[0].ratio(to: raw)))
      let ratio = contestants[0].ratio(to: raw, without: start)
      let verdict = raw.name == "ours" ? " (limit 125 %: \(ratio <= 1.25 ? "kept" : "missed"))" : ""
      line("its calls' time to \(name)", percent(ratio) + verdict)
      line(
        "its calls' processor time to \(name)",
        percent(contestants[0].processorRatio(to: raw, without: start)))
    }
  }

  /// Runs more and more calls, and prints what that does to the peak memory of the process: up to the rows that may be in
  /// flight at a time (16 batches of 4,096), and no further.
  private static func compareMemory(_ engine: Engine) async throws {
    for count in [1_000, 10_000, 100_000, 400_000] {
      try await engine.run(count)
      line("peak memory after \(count) calls", "\(rawcalls_peak_memory() / 1024) MiB")
    }
  }

  private static func raw(_ url: String, _ kind: rawcalls_kind) {
    let succeeded = rawcalls_get(url, Int32(count), connections, Int32(kind.rawValue))
    precondition(succeeded == Int32(count), "calls of libcurl failed")
  }

  private static func percent(_ ratio: Double) -> String { "\(Int((ratio * 100).rounded())) %" }

  private static func line(_ name: String, _ value: String) {
    print(name + String(repeating: " ", count: max(1, 52 - name.count)) + value)
  }
}

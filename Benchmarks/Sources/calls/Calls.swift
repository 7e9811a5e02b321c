import CRawCalls
import Glibc
import PipelineEngine
import PipelineModel
import PipelineParts

/// What the engine adds to ten thousand HTTP calls: a stage under a service with a bulkhead of 32, against libcurl
/// alone with 32 connections, in the same process, against the same server.
@main
enum Calls {
  private static let connections: Int32 = 32
  private static let rounds = 5

  static func main() async throws {
    // Before any thread, because it forks.
    let port = rawcalls_serve()
    precondition(port > 0, "the server can't be started")
    let url = "http://127.0.0.1:\(port)/Patient"
    let folder = try Folder()
    defer { folder.remove() }
    let raw = { (count: Int) in
      precondition(
        rawcalls_get(url + "/7", Int32(count), connections) == Int32(count), "calls of libcurl failed")
    }
    try await run(1_000, url, in: folder)
    let small = rawcalls_peak_memory()
    var (engine, bare) = (Figures(), Figures())
    // In turn, so that a machine that slows down slows both.
    for _ in 0..<rounds {
      engine.begin()
      try await run(10_000, url, in: folder)
      engine.end()
      // `calls engine` is for a profiler.
      if CommandLine.arguments.contains("engine") { continue }
      bare.begin()
      raw(10_000)
      bare.end()
    }
    let large = rawcalls_peak_memory()
    line("10,000 calls through the engine", engine.text)
    if bare.times.isEmpty { return }
    line("10,000 calls of libcurl alone", bare.text)
    let share = Int((engine.time / bare.time * 100).rounded())
    line("the engine takes", "\(share) % of libcurl's time (limit 125 %)")
    line("peak memory after 1,000 calls", "\(small / 1024) MiB")
    line("peak memory after 10,000 calls", "\(large / 1024) MiB")
  }

  /// What ten thousand calls took, several times.
  private struct Figures {
    var times: [Double] = []
    var processor: [Double] = []

    private var began = (time: 0.0, processor: 0.0)

    mutating func begin() { began = (now(), rawcalls_processor_time()) }

    mutating func end() {
      times.append(now() - began.time)
      processor.append(rawcalls_processor_time() - began.processor)
    }

    var time: Double { median(times) }

    var text: String {
      "\(Int(10_000 / time)) calls/s, \(Int(median(processor) * 100)) µs of a processor each"
    }
  }

  /// Runs the pipeline on so many records.
  private static func run(_ records: Int, _ url: String, in folder: Folder) async throws {
    folder.clear()
    try folder.write("id\n" + (0..<records).map { "\($0)\n" }.joined(), to: "in.csv")
    let file = try folder.write(
      """
      name: calls
      policies: [policies.yaml]
      source: {uses: csv, with: {path: in.csv}}
      stages:
        - {name: ask, uses: http, service: clinic, with: {url: "\(url)/${{ id }}", into: patient}}
      sink: {uses: jsonl, with: {path: out.jsonl}}
      """, to: "calls.yaml")
    try folder.write(
      "services: {clinic: {bulkhead: {max_concurrent: \(connections), max_queue: 10000}}}\n",
      to: "policies.yaml")
    let outcome = PlanBuilder.plan(
      PlanInput(file: file), catalog: Catalog(sources: .standard, steps: .standard, sinks: .standard),
      bodyEncoder: { JSONLinesEncoder(schema: $0) })
    guard let plan = outcome.plan else { preconditionFailure("\(outcome.diagnostics.text())") }
    var options = RunOptions()
    options.workers = 2
    let result = try await Run(plan: plan, options: options, observer: Nobody()).execute()
    precondition(result.counts.written == Int64(records), "calls through the engine failed")
  }

  private static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  private static func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }

  private static func line(_ name: String, _ value: String) {
    print(name + String(repeating: " ", count: max(1, 36 - name.count)) + value)
  }
}

/// Hears nothing.
private struct Nobody: RunObserver {
  func observe(_ event: RunEvent) {}
}

import FoundationEssentials
import Glibc

/// The order example as it is shipped, against its own shop, with waits a hundred times shorter.
final class OrderShop {
  /// One thing that the shop did.
  struct Effect: Decodable {
    var path: String
    var key: String
  }

  let scratch: Scratch
  let server: ServerProcess
  private static let folder = Repository.root + "/examples/orders"

  static var canRun: Bool { PipelineBinary.isBuilt && ServerProcess.python != nil }

  init() throws {
    scratch = try Scratch()
    let policies = try String(contentsOfFile: Self.folder + "/policies/services.yaml", encoding: .utf8)
    let quick = Self.replace(
      [
        ("timeout_ms: 2000", "timeout_ms: 300"), ("reset_timeout_ms: 30000", "reset_timeout_ms: 300"),
        ("max_wait: 10s", "max_wait: 100ms"), ("base_delay: 500ms", "base_delay: 5ms"),
        ("max_delay: 4s", "max_delay: 40ms"),
      ], in: policies)
    try scratch.write("policies/services.yaml", quick)
    server = try ServerProcess(Self.folder + "/shop.py", data: scratch.path + "/shop.db")
    let pipeline = try String(contentsOfFile: Self.folder + "/order.yaml", encoding: .utf8)
    try scratch.write("order.yaml", Self.replace([("http://127.0.0.1:8099", server.url)], in: pipeline))
  }

  private static func replace(_ changes: [(old: String, new: String)], in text: String) -> String {
    changes.reduce(text) { text, change in
      precondition(text.contains(change.old), "the example no longer says `\(change.old)`")
      return text.split(separator: change.old, omittingEmptySubsequences: false).joined(separator: change.new)
    }
  }

  /// Lets a service misbehave.
  func fault(_ path: String, _ fault: String, times: Int? = nil, _ more: String = "") throws {
    let times = times.map { ",\"times\":\($0)" } ?? ""
    let more = more.isEmpty ? "" : "," + more
    try server.ask("POST", "/admin/faults", "{\"path\":\"\(path)\",\"fault\":\"\(fault)\"\(times)\(more)}")
  }

  func clearFaults() throws { try server.ask("DELETE", "/admin/faults") }

  /// Runs the pipeline; returns its exit code.
  func run() throws -> Int32 { try command("run", "order.yaml", "--quiet").exitCode }

  /// Runs the pipeline again as long as it stops at a checkpoint because a service is away.
  func settle() throws -> Int32 {
    for _ in 0..<100 {
      let exitCode = try run()
      if exitCode != 4 { return exitCode }
    }
    return 4
  }

  func command(_ name: String...) throws -> ChildProcess.Result {
    try PipelineBinary.process(name, in: scratch).run()
  }

  /// Runs the pipeline, kills it after a while, and says whether the kill came in time.
  func runAndKill(after microseconds: UInt32) throws -> Bool {
    let child = try PipelineBinary.process(["run", "order.yaml", "--quiet"], in: scratch).start { actions in
      for stream: Int32 in [1, 2] {
        posix_spawn_file_actions_addopen(
          actions, stream, scratch.path + "/log", O_WRONLY | O_CREAT | O_APPEND, 0o600)
      }
    }
    usleep(microseconds)
    kill(child, SIGKILL)
    return ChildProcess.wait(child) == 128 + SIGKILL
  }

  /// Whether the newest run settled its order; one that was killed after that must not be run again.
  func isSettled() throws -> Bool {
    try command("checkpoint", "show", "order.yaml").standardOutput.contains(#""completed""#)
  }

  /// What the shop has done once it has nothing to do any more, in order.
  func effects() throws -> [Effect] {
    try server.ask("GET", "/admin/idle")
    return try JSONDecoder().decode([Effect].self, from: Data(server.ask("GET", "/admin/effects").utf8))
  }

  /// The paths of what it has done.
  func paths() throws -> [String] { try effects().map(\.path) }

  func deadLetters() throws -> String { try command("dlq", "export", "order.yaml").standardOutput }
}

/// The steps of the example, with what undoes them.
enum OrderStep: String, CaseIterable, CustomStringConvertible {
  case reserve, charge, ship

  var path: String {
    switch self {
    case .reserve: "/inventory/reserve"
    case .charge: "/payment/charge"
    case .ship: "/shipping/schedule"
    }
  }

  var undo: String {
    switch self {
    case .reserve: "/inventory/release"
    case .charge: "/payment/refund"
    case .ship: "/shipping/cancel"
    }
  }

  var description: String { rawValue }

  static let done = allCases.map(\.path)

  /// What is done when a step is refused: the ones before it, and then their undoing in reverse order.
  static func undone(before failing: OrderStep) -> [String] {
    let before = allCases.prefix { $0 != failing }
    return before.map(\.path) + before.reversed().map(\.undo)
  }

  /// What is done when a step is carried out and given up all the same.
  static func undone(through failing: OrderStep) -> [String] {
    let through = allCases.prefix { $0 != failing } + [failing]
    return through.map(\.path) + through.reversed().map(\.undo)
  }
}

import FoundationEssentials
import Testing

@testable import pipeline

/// A store that lost what a checkpoint knows about, seen by the commands that read it.
@Suite(.enabled(if: PipelineBinary.isBuilt, "the command `pipeline` is not built"))
struct LostStoreTests {
  private static let state = ".pipeline/people"

  /// A run with a call stage, dead letters, dedupe and idempotency keys.
  private func settled() throws -> Scratch {
    let scratch = try Scratch()
    try scratch.write(
      "p.yaml",
      """
      name: people
      source: {uses: csv, with: {path: in.csv}}
      stages:
        - {name: once, uses: dedupe, with: {key: [id]}}
        - {name: f, uses: fail, with: {share: 30%, class: permanent}}
        - name: c
          uses: delay
          with: {for: 1ms}
          policy: {idempotency: {key: id}}
      sink: {uses: jsonl, with: {path: out.jsonl}}
      """)
    try scratch.write("in.csv", "id\n" + (0..<200).map { "\($0)\n" }.joined())
    let result = try PipelineBinary.run("run", "p.yaml", "--quiet", in: scratch)
    #expect(result.exitCode == 3, "\(result.standardError)")
    return scratch
  }

  @Test func aCleanEndLeavesTheWholeStoreInOneFile() throws {
    let scratch = try settled()
    #expect(!scratch.exists(Self.state + "/state.db-wal"))
    let list = try PipelineBinary.run("dlq", "list", "p.yaml", in: scratch)
    #expect(list.exitCode == 0 && list.standardOutput.contains("1 group"), "\(list.standardError)")
    #expect(try PipelineBinary.run("runs", "list", "p.yaml", in: scratch).exitCode == 0)
    #expect(!scratch.exists(Self.state + "/state.db-wal"))
    let discard = try PipelineBinary.run(
      "dlq", "discard", "p.yaml", "--all", "--reason", "test", in: scratch)
    #expect(discard.exitCode == 0, "\(discard.standardError)")
    #expect(!scratch.exists(Self.state + "/state.db-wal"))
    #expect(try PipelineBinary.run("run", "p.yaml", in: scratch).exitCode == 0)
    #expect(!scratch.exists(Self.state + "/state.db-wal"))
  }

  @Test(arguments: [
    ["dlq", "list", "p.yaml"], ["dlq", "show", "p.yaml", "msg_1"], ["dlq", "export", "p.yaml"],
    ["dlq", "replay", "p.yaml"], ["dlq", "replay", "p.yaml", "--dry-run"],
    ["dlq", "edit", "p.yaml", "msg_1"], ["dlq", "discard", "p.yaml", "--all", "--reason", "test"],
    ["runs", "list", "p.yaml"], ["runs", "show", "p.yaml"], ["run", "p.yaml"],
  ])
  func aStoreThatIsGoneIsRefused(arguments: [String]) throws {
    let scratch = try settled()
    try FileManager.default.removeItem(atPath: scratch.path + "/" + Self.state + "/state.db")
    let result = try PipelineBinary.process(arguments, in: scratch).run()
    #expect(result.exitCode == 2)
    for part in ["missing or empty", "expected store", "found none", "--restart"] {
      #expect(result.standardError.contains(part), "\(result.standardError)")
    }
    #expect(result.standardOutput.isEmpty)
    #expect(!scratch.exists(Self.state + "/state.db"))
  }

  @Test func aCheckpointOfALostStoreCanBeDeleted() throws {
    let scratch = try settled()
    try FileManager.default.removeItem(atPath: scratch.path + "/" + Self.state + "/state.db")
    let result = try PipelineBinary.run("checkpoint", "delete", "p.yaml", "people-in", in: scratch)
    #expect(result.exitCode == 0, "\(result.standardError)")
  }
}

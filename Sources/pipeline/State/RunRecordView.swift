import ConfigSpec
import FoundationEssentials
import PipelineEngine

/// A run of the history, for people and machines.
struct RunRecordView {
  private let run: RunRecord
  private let isRunning: Bool

  /// - Parameter isRunning: whether a run that has no end is at work still.
  init(_ run: RunRecord, isRunning: Bool = false) {
    self.run = run
    self.isRunning = isRunning
  }

  /// The runs of a history, the newest first.
  ///
  /// - Parameter isInUse: whether a run of an operation is at work; it can only be the operation's newest.
  static func views(_ runs: [RunRecord], isInUse: (String) -> Bool) -> [RunRecordView] {
    var seen: Set<String> = []
    return runs.map { run in
      let isNewest = seen.insert(run.operation).inserted
      return RunRecordView(run, isRunning: run.endedAt == nil && isNewest && isInUse(run.operation))
    }
  }

  static func table(_ views: [RunRecordView]) -> TextTable {
    var table = TextTable([
      .init(title: "run"), .init(title: "operation"), .init(title: "started"),
      .init(title: "exit", isNumber: true), .init(title: "read", isNumber: true),
      .init(title: "written", isNumber: true), .init(title: "dead-lettered", isNumber: true),
      .init(title: "end"),
    ])
    for view in views {
      let run = view.run
      let counts = view.counts
      table.add([
        .init(run.runID, .bold), .init(run.operation), .init(run.startedAt),
        .init(run.exitCode.map { "\($0)" } ?? "-"), .init(counts.map { Amounts.count($0.read) } ?? ""),
        .init(counts.map { Amounts.count($0.written) } ?? ""),
        .init(counts.map { Amounts.count($0.deadLettered) } ?? ""), view.end,
      ])
    }
    return table
  }

  /// Everything, and the plan's meaning.
  func lines(plan: String?) -> [StyledLine] {
    var table = TextTable([.init(title: ""), .init(title: "")])
    func add(_ label: String, _ text: String?) {
      if let text, !text.isEmpty { table.add([.init(label, .dim), .init(text)]) }
    }
    add("run", run.runID)
    add("operation", run.operation)
    add("file", run.pipelineFile)
    add("started", run.startedAt)
    add("ended", run.endedAt)
    table.add([.init("end", .dim), end])
    add("exit code", run.exitCode.map { "\($0)" })
    add("resumed", run.resumedAt.map { "behind record \(Amounts.count($0))" })
    add("plan", run.planDigest)
    add("policies", run.policyDigest)
    let dirty = run.isGitDirty == true ? ", with changes that are not committed" : ""
    add("git commit", run.gitCommit.map { $0 + dirty })
    for fault in run.faults { add("injected", fault) }
    if let counts {
      add("read", Amounts.count(counts.read))
      add("written", Amounts.count(counts.written))
      add("filtered", Amounts.count(counts.filtered))
      add("duplicates", Amounts.count(counts.duplicates))
      add("skipped", Amounts.count(counts.skipped))
      add("dead-lettered", Amounts.count(counts.deadLettered))
    }
    var lines = table.lines
    if let plan {
      lines += [StyledLine(), StyledLine("what it ran", .bold)]
      lines += plan.split(separator: "\n").map { StyledLine("  \($0)") }
    }
    return lines
  }

  /// The counts go in as they were stored.
  var json: String {
    func text(_ value: String?) -> JSONValue { value.map { .string($0) } ?? .null }
    let members: [(String, JSONValue)] = [
      ("run_id", .string(run.runID)), ("operation", .string(run.operation)),
      ("pipeline_file", .string(run.pipelineFile)), ("started_at", .string(run.startedAt)),
      ("ended_at", text(run.endedAt)), ("exit_code", run.exitCode.map { .int($0) } ?? .null),
      ("reason", .string(end.text)), ("resumed_at", run.resumedAt.map { .int(Int($0)) } ?? .null),
      ("plan_digest", .string(run.planDigest)), ("policy_digest", .string(run.policyDigest)),
      ("git_commit", text(run.gitCommit)), ("git_dirty", run.isGitDirty.map { .bool($0) } ?? .null),
      ("injected", .array(run.faults.map { .string($0) })),
    ]
    return String(JSONValue.object(members).text().dropLast()) + ",\"counts\":\(run.counts ?? "null")}"
  }

  private var end: TextTable.Cell {
    guard run.endedAt != nil else { return isRunning ? .init("running", .cyan) : .init("killed", .red) }
    let reason = run.reason ?? ""
    return .init(reason, run.exitCode == 0 ? .green : run.exitCode == 3 || run.exitCode == 4 ? .yellow : .red)
  }

  private var counts: RunCounts? {
    run.counts.flatMap { try? JSONDecoder().decode(RunCounts.self, from: Data($0.utf8)) }
  }
}

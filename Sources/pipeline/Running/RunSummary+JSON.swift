import ConfigSpec
import PipelineEngine
import Resilience

extension RunSummary {
  /// The summary for machines.
  var json: JSONValue {
    var members: [(String, JSONValue)] = [
      ("pipeline", .string(pipeline)), ("file", .string(file)),
      ("run_id", runID.map { .string($0) } ?? .null),
      ("operation", .string(result.operation)), ("end", .string(end)),
    ]
    if case .stopped(let reason) = result.end { members.append(("reason", .string(reason))) }
    if case .failed(let problem) = result.end {
      if problem.kind == .diskFull { members.append(("reason", .string(problem.message))) }
      members += Self.members(problem)
    }
    members += [
      ("exit_code", .int(Int(exitCode))), ("dry_run", .bool(isDryRun)),
      ("elapsed_seconds", .double((result.elapsed.seconds * 1000).rounded() / 1000)),
      ("counts", counts(result.counts)), ("total", counts(result.total)),
      ("redelivered", result.redelivery.map(redelivered) ?? .null),
      (
        "sinks",
        .array(
          result.sinks.map {
            .object([
              ("name", .string($0.name)), ("destination", .string($0.destination)),
              ("records", .int(Int($0.records))), ("bytes", .int(Int($0.bytes))),
            ])
          })
      ),
      ("services", servicesJSON),
      ("help", .array(advice.map { .string($0) })),
    ]
    return .object(members)
  }

  /// What `--json` prints when the run failed or was refused.
  static func json(_ problem: EngineProblem, pipeline: String, file: String) -> JSONValue {
    .object([
      ("pipeline", .string(pipeline)), ("file", .string(file)),
      ("end", .string(end(of: problem))),
      ("exit_code", .int(Int(problem.exitCode))),
      ("error", .string(problem.message)), ("help", .array(problem.help.map { [.string($0)] } ?? [])),
    ])
  }

  /// Why a run failed.
  private static func members(_ problem: EngineProblem) -> [(String, JSONValue)] {
    [
      ("error", .string(problem.message)),
      ("error_type", .string(problem.errorType ?? "RunFailed")),
      ("class", problem.failureClass.map { .string($0.name) } ?? .null),
      ("stage", problem.stage.map { .string($0) } ?? .null),
    ]
  }

  private var end: String {
    switch result.end {
    case .completed: "completed"
    case .nothingToDo: "nothing_to_do"
    case .stopped: "stopped"
    case .failed(let problem): Self.end(of: problem)
    }
  }

  private static func end(of problem: EngineProblem) -> String {
    switch problem.kind {
    case .failed: "failed"
    case .refused, .inUse: "refused"
    case .diskFull: "stopped"
    }
  }

  private func redelivered(_ redelivery: RunResult.Redelivery) -> JSONValue {
    let members: [(String, JSONValue)] = [
      ("counts", counts(redelivery.counts)), ("held_back", .int(Int(redelivery.heldBack))),
      ("damaged", .int(Int(redelivery.damaged.count))),
      ("stopped", redelivery.stopped.map { .string($0) } ?? .null),
    ]
    return .object(members)
  }

  private func counts(_ counts: RunCounts) -> JSONValue {
    let perStage = zip(stages, counts.stages).map { stage, counts in
      JSONValue.object([
        ("name", .string(stage.name)), ("uses", .string(stage.uses)), ("in", .int(Int(counts.in))),
        ("dropped", .int(Int(counts.dropped))), ("dead_lettered", .int(Int(counts.failed))),
      ])
    }
    return .object([
      ("read", .int(Int(counts.read))), ("written", .int(Int(counts.written))),
      ("filtered", .int(Int(counts.filtered))), ("duplicates", .int(Int(counts.duplicates))),
      ("skipped", .int(Int(counts.skipped))), ("dead_lettered", .int(Int(counts.deadLettered))),
      ("dead_letters_dropped", .int(Int(counts.deadLettersDropped))), ("stages", .array(perStage)),
    ])
  }
}

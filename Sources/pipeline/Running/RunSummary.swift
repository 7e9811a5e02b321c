import PipelineEngine

/// What a run did, for the end of the run: a table for people, an object for machines.
struct RunSummary {
  /// The source and the stages, in order: names and the parts they use.
  struct Row: Sendable {
    var name: String
    var uses: String
  }

  let pipeline: String
  /// The pipeline file, as the user named it.
  let file: String
  let isDryRun: Bool
  let source: Row?
  let stages: [Row]
  var result: RunResult

  /// 0 done, 3 done with dead letters, 4 stopped; a dry run that reached its limit did what it was asked to.
  var exitCode: Int32 {
    if isDryRun, case .stopped(let reason) = result.end, reason.contains("record limit") {
      return result.counts.deadLettered > 0 ? 3 : 0
    }
    return result.exitCode
  }

  /// What to do next, if there is something.
  var advice: [String] {
    let quoted = ShellWord.quote(file)
    let counts = result.counts
    var advice: [String] = []
    switch result.end {
    case .completed: break
    case .failed(let problem): if let help = problem.help { advice.append(help) }
    case .nothingToDo: advice.append("an earlier run settled this input; `--restart` does it again")
    case .stopped(let reason):
      if isDryRun { break }
      if reason.contains("dead letters are full") {
        advice.append(
          "see what went wrong with `pipeline dlq list \(quoted)`, raise the limit under `dead_letter_queue`, and"
            + " run the same command again")
      } else if reason.contains("budget of dead letters") {
        advice.append(
          "see what went wrong with `pipeline dlq list \(quoted)`; mend it, or raise `dead_letter_queue.budget`, and run"
            + " the same command again")
      } else if reason.contains("is isolated by hand") {
        advice.append(
          "write `state: normal` under the service's `circuit_breaker` once it may be called, and run the same command"
            + " again")
      } else {
        advice.append("run the same command again to go on from here")
      }
    }
    let left = result.deadLettersLeft
    if left > 0 {
      let records = "\(Amounts.count(left, "record")) \(left == 1 ? "was" : "were")"
      advice.append(
        isDryRun
          ? "\(records) given up; a real run keeps them as dead letters"
          : "\(records) dead-lettered: `pipeline dlq list \(quoted)`")
    }
    if let help = result.redelivery?.damaged.advice(file) { advice.append(help) }
    if counts.deadLettersDropped > 0 {
      advice.append(
        "\(Amounts.count(counts.deadLettersDropped, "dead letter")) found no room and \(counts.deadLettersDropped == 1 ? "was" : "were")"
          + " not kept")
    }
    return advice
  }

  /// The run's name; a run that had nothing to do is in no history.
  var runID: String? {
    if case .nothingToDo = result.end { nil } else { result.runID }
  }

  /// How it ended, in a few words.
  var outcome: String {
    switch result.end {
    case .completed: isDryRun ? "dry run completed, nothing was written" : "completed"
    case .nothingToDo: "nothing to do"
    case .failed(let problem):
      (isDryRun ? "dry run " : "") + (problem.kind == .diskFull ? "stopped at its last checkpoint" : "failed")
    case .stopped(let reason): (isDryRun ? "dry run stopped: " : "stopped at a checkpoint: ") + reason
    }
  }
}

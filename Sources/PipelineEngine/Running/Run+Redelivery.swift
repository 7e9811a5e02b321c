import PipelineModel

/// Redelivery: dead letters that are due enter again once the input is settled and the outputs are published.
///
/// It is a replay within the run, under its lock and with the same checkpoints. The run doesn't wait for what is not
/// due, and what stops a redelivery besides the user leaves the run as complete as it was.
extension Run {
  /// Whether a run without further input has something to redeliver.
  func hasDueEntries(_ state: RunState) throws(EngineProblem) -> Bool {
    guard redelivery != nil else { return false }
    // What a process that died marked beyond the checkpoint would hide entries.
    try state.rewind()
    return try dueEntries(state, StopSignal()) != nil
  }

  /// Redelivers what is due now, if anything is.
  func redeliver(
    _ settled: inout Settled, _ state: RunState, _ calls: CallStages
  ) async throws(EngineProblem) {
    let own = StopSignal()
    guard let due = try dueEntries(state, own) else { return }
    let stop = stop
    stop.whenRequested { own.request(stop.reason ?? "stopped") }
    observer.observe(.redelivering(entries: due.count))
    redelivers(due)
    try state.beginRedelivery()
    var plan = plan
    plan.source = due
    let run = Run(plan: plan, options: options, files: files, observer: observer, stop: own)
    let end = try await run.drive(state, calls).end
    settled.total = state.newest.counts
    let tally = due.tally
    var redelivery = RunResult.Redelivery(
      counts: tally.counts, recovered: tally.recovered, inherited: tally.inherited,
      heldBack: tally.heldBack, damaged: tally.damaged)
    if case .stopped(let reason) = end {
      redelivery.stopped = reason
      if let reason = stop.reason { settled.end = .stopped(reason) }
    }
    settled.redelivery = redelivery
    observer.observe(.redelivered(redelivery))
  }

  /// The policy, where this run is one that redelivers.
  private var redelivery: Redelivery? {
    guard let source = plan.source, !(source is ReplaySource), !source.schema.isUnknown,
      options.limit == nil, !options.isDryRun
    else { return nil }
    return plan.deadLetters.redelivery
  }

  private func dueEntries(_ state: RunState, _ stop: StopSignal) throws(EngineProblem) -> ReplaySource? {
    guard let redelivery else { return nil }
    var request = ReplayRequest()
    request.selection.due = DueEntries(redelivery, in: plan, now: options.now())
    let source = try ReplaySource(
      request, plan: plan, operation: state.operation, letters: DeadLetterStore(store: state.store),
      stop: stop, isRedelivery: true)
    return source.count == 0 ? nil : source
  }
}

extension RunResult.Redelivery {
  /// What became of the entries, in a few words: `5 dead letters redelivered, 2 came back`.
  public var text: String {
    let count = counts.read
    var text = count == 1 ? "1 dead letter redelivered" : "\(count) dead letters redelivered"
    if counts.duplicates > 0 {
      text += ", \(counts.duplicates) \(counts.duplicates == 1 ? "was a duplicate" : "were duplicates")"
    }
    if counts.deadLettered > 0 { text += ", \(counts.deadLettered) came back" }
    if heldBack > 0 { text += ", \(heldBack) held back behind earlier ones (`sequence_by`)" }
    if damaged.count > 0 {
      text += ", \(damaged.count) left alone because damaged in the store"
      if let first = damaged.first { text += " (\(damaged.count == 1 ? "" : "first of them ")\(first))" }
    }
    if let stopped { text += "; the rest waits for another run: \(stopped)" }
    return text
  }
}

extension RunResult {
  /// The counts for the history: those of the input, and beside them those of what was redelivered.
  var historyCounts: String {
    guard let redelivery else { return counts.json }
    return "\(counts.json.dropLast()),\"redelivered\":\(redelivery.counts.json)}"
  }
}

import PipelineModel

/// Decides where a run begins: anew, or at a checkpoint that still fits plan, input and outputs.
struct Resumption {
  let plan: Plan
  let operation: String
  let options: RunOptions
  let store: StateStore
  let checkpoints: CheckpointFile
  let files: any FileSystem
  let observer: any RunObserver

  /// The checkpoint to go on from, already carrying this run's id and digests; true if it is a new one.
  func checkpoint() throws(EngineProblem) -> (Checkpoint, isFresh: Bool) {
    let fresh = try freshCheckpoint()
    if options.restart { try forget(for: fresh) }
    try forgetWhatSettledNothing(fresh)
    guard case .valid(let found, let warning) = try checkpoints.load() else {
      if options.resume == .require {
        throw EngineProblem(
          .refused,
          "there is no checkpoint of `\(operation)` to resume from: expected `\(checkpoints.path)`, found no file",
          help: "run without `--resume require` to begin at the first record")
      }
      try refuseForeignOutputs()
      return (fresh, true)
    }
    if let warning { observer.observe(.warning(warning)) }
    if options.resume == .force {
      observer.observe(.note("`--resume force`: the plan and the store are taken as they are"))
    } else {
      try OperationMark.check(found, against: store)
    }
    if plan.source == nil, found.status == .completed { return (renewed(fresh, after: found), true) }
    if options.resume == .never {
      throw EngineProblem(
        .refused,
        "`\(operation)` has a checkpoint at record \(found.lastRow): expected no file `\(checkpoints.path)`",
        help: "run without `--resume never` to go on, or with `--restart` to begin anew")
    }
    try compare(found, with: fresh)
    var checkpoint = found
    checkpoint.runID = fresh.runID
    checkpoint.planDigest = fresh.planDigest
    checkpoint.policyDigest = fresh.policyDigest
    // A checkpoint of an earlier version says nothing about the store, and a forced one something else.
    if checkpoint.store?.id != store.id { checkpoint.store = fresh.store }
    if options.resume == .force { try acceptStore(&checkpoint, found) }
    return (checkpoint, false)
  }

  /// Notes what the store has, so that commands on it are refused no longer even if this run finds nothing to do.
  private func acceptStore(_ checkpoint: inout Checkpoint, _ found: Checkpoint) throws(EngineProblem) {
    let operation = operation
    let epoch = try store.use { database throws(StoreProblem) in
      try OperationMark.epoch(operation, in: database)
    }
    let mark = Checkpoint.Store(id: store.id, epoch: min(epoch, checkpoint.store?.epoch ?? -1))
    if found.store == mark { return }
    checkpoint.store = mark
    var accepted = found
    accepted.store = mark
    do throws(FileProblem) { try checkpoints.save(accepted) } catch {
      throw EngineProblem(error, about: checkpoints.path)
    }
  }

  /// The checkpoint that a replay goes on from; what it writes keeps that checkpoint's plan.
  func replayCheckpoint() throws(EngineProblem) -> Checkpoint {
    guard case .valid(let found, let warning) = try checkpoints.load() else {
      throw EngineProblem(
        .refused, "`\(operation)` has no checkpoint in `\(checkpoints.path)`, and so no outputs to append to",
        help: "`pipeline run` makes them; `--set` chooses the input whose dead letters are meant")
    }
    if let warning { observer.observe(.warning(warning)) }
    try OperationMark.check(found, against: store)
    let fresh = try freshCheckpoint()
    try compareSinks(found.sinks, with: fresh.sinks)
    var checkpoint = found
    checkpoint.runID = fresh.runID
    if checkpoint.store?.id != store.id { checkpoint.store = fresh.store }
    return checkpoint
  }

  private func freshCheckpoint() throws(EngineProblem) -> Checkpoint {
    let empty = RollingDigest().digest.description
    let sinks = plan.sinks.map { sink in
      var path: String?
      if case .file(let file) = sink.destination { path = file.path }
      return Checkpoint.Sink(
        name: sink.name, path: path, bytes: 0, digest: empty, records: 0, header: sink.header)
    }
    let runID = runID()
    return Checkpoint(
      operationID: operation, runID: runID, epoch: 0, status: .running,
      sourceFile: plan.source.map { $0.files.joined(separator: ", ") }, targetTable: sinks.first?.path,
      lastRow: 0, position: nil, timestamp: timestampText(), planDigest: sha256(plan.canonicalText),
      policyDigest: sha256(plan.canonicalPolicies), sinks: sinks, deadLetters: 0, counts: RunCounts(),
      steps: [], job: plan.source == nil ? runID : nil, store: Checkpoint.Store(id: store.id, epoch: -1))
  }

  /// A job begins a new operation, and keeps the epochs rising so that nothing of the old one is undone.
  private func renewed(_ fresh: Checkpoint, after old: Checkpoint) -> Checkpoint {
    var checkpoint = fresh
    checkpoint.epoch = old.epoch
    return checkpoint
  }

  /// Whether calls have done what is neither settled nor undone.
  private var holdsEffects: Bool { CallJournal.holdsEffects(in: checkpoints.directory, files) }

  private func compare(_ found: Checkpoint, with fresh: Checkpoint) throws(EngineProblem) {
    if found.sourceFile != fresh.sourceFile {
      throw EngineProblem(
        .refused,
        "the checkpoint `\(checkpoints.path)` belongs to another input: expected"
          + " `\(found.sourceFile ?? "none")`, found `\(fresh.sourceFile ?? "none")`",
        help: Self.otherInput)
    }
    if found.planDigest != fresh.planDigest, options.resume != .force {
      let old = try RunHistory(store: store).canonicalText(found.planDigest) ?? ""
      throw EngineProblem(
        .refused,
        "the pipeline `\(plan.file)` has changed in meaning since the checkpoint `\(checkpoints.path)` (record"
          + " \(found.lastRow)); expected `-`, found `+`:\n"
          + TextDiff.lines(old: old, new: plan.canonicalText),
        help: holdsEffects
          ? "calls of that run are not finished: run it once more as it was, with the same options, so that they are"
            + " finished or undone; `--resume force` does that with the new plan"
          : "undo the change, begin anew with `--restart`, or go on with the new plan with `--resume force`"
      )
    }
    if found.planDigest != fresh.planDigest, holdsEffects {
      observer.observe(
        .warning("the calls that the earlier run has not finished are finished or undone with the new plan"))
    }
    if found.policyDigest != fresh.policyDigest {
      observer.observe(.note("the policies have changed since the checkpoint; going on with the new ones"))
    }
    try compareSinks(found.sinks, with: fresh.sinks)
  }

  /// Outputs that were begun keep their files and their columns.
  private func compareSinks(
    _ found: [Checkpoint.Sink], with fresh: [Checkpoint.Sink]
  ) throws(EngineProblem) {
    func list(_ sinks: [Checkpoint.Sink]) -> String {
      sinks.map { "`\($0.path ?? $0.name)`" }.joined(separator: ", ")
    }
    if found.map(\.path) != fresh.map(\.path) {
      throw EngineProblem(
        .refused,
        "the outputs of `\(operation)` are not the ones of its checkpoint `\(checkpoints.path)`: it has"
          + " \(list(found)), this run would write \(list(fresh))",
        help: "undo the change of `sinks` or of their paths, or begin anew with `--restart`")
    }
    for (old, new) in zip(found, fresh) where old.bytes > 0 && old.header != nil && old.header != new.header {
      throw EngineProblem(
        .refused,
        "the output `\(old.path ?? old.name)` of sink `\(old.name)` was begun with the header"
          + " `\(old.header?.trimmingLineEnd ?? "")`, and this run's records have `\(new.header?.trimmingLineEnd ?? "")`",
        help: "undo the change of the columns, or begin anew with `--restart`, which writes the file again")
    }
  }

  /// A file that is there before the operation's first checkpoint isn't ours to overwrite.
  private func refuseForeignOutputs() throws(EngineProblem) {
    for sink in plan.sinks {
      guard case .file(let file) = sink.destination else { continue }
      for path in Set([file.path, file.workingPath]) {
        let size: Int64?
        do throws(FileProblem) { size = try files.size(path) } catch {
          throw EngineProblem(error, about: path)
        }
        if size != nil {
          throw EngineProblem(
            .refused,
            "the output `\(path)` of sink `\(sink.name)` exists, and no checkpoint says that it is ours: expected"
              + " `\(checkpoints.path)`, found no file",
            help:
              "move the output away, for instance with `mv \(path) \(path).old`, or let the sink write to another"
              + " path")
        }
      }
    }
  }

  private static let otherInput =
    "give the inputs different names, choose another `--state-dir`, or delete that state with"
    + " `pipeline checkpoint delete`"

  /// A run that failed before it settled anything must not hold on to the plan it was made with.
  private func forgetWhatSettledNothing(_ fresh: Checkpoint) throws(EngineProblem) {
    guard options.resume != .force, case .valid(let found, _) = try checkpoints.load(),
      found.lastRow == 0, found.deadLetters == 0, found.sinks.allSatisfy({ $0.records == 0 }),
      found.status != .completed,
      found.planDigest != fresh.planDigest || found.sourceFile != fresh.sourceFile
        || found.sinks.map(\.path) != fresh.sinks.map(\.path),
      !holdsEffects
    else { return }
    try remove(found.sinks.compactMap(\.path))
  }

  /// Removes the state of this operation, and the outputs that its checkpoint names.
  ///
  /// - Throws: `.refused` if the checkpoint is another input's: its outputs aren't this run's to delete.
  private func forget(for fresh: Checkpoint) throws(EngineProblem) {
    let found: CheckpointFile.Found
    do throws(EngineProblem) {
      found = try checkpoints.load()
    } catch {
      // A damaged checkpoint is a reason to restart; then the outputs of the present plan are taken for ours.
      return try remove(fresh.sinks.compactMap(\.path))
    }
    guard case .valid(let checkpoint, _) = found else { return try remove([]) }
    if checkpoint.sourceFile != fresh.sourceFile {
      throw EngineProblem(
        .refused,
        "`--restart` would delete the outputs of another input: the checkpoint `\(checkpoints.path)` belongs to"
          + " `\(checkpoint.sourceFile ?? "none")`, this run reads `\(fresh.sourceFile ?? "none")`",
        help: Self.otherInput)
    }
    if checkpoint.status != .completed, holdsEffects {
      throw EngineProblem(
        .refused,
        "`--restart` would forget what calls of an earlier run have done and nobody has undone: expected no such calls"
          + " in `\(CallJournal.path(in: checkpoints.directory))`, found some",
        help:
          "finish that run with the options it was started with, without `--restart`; to forget what it did all"
          + " the same, use `pipeline checkpoint delete \(plan.file) \(operation)` and undo it by hand")
    }
    try remove(checkpoint.sinks.compactMap(\.path))
  }

  private func remove(_ outputs: [String]) throws(EngineProblem) {
    do throws(FileProblem) {
      for path in outputs {
        try files.remove(path)
        try files.remove(path + ".partial")
      }
      try files.remove(checkpoints.path)
      try files.remove(checkpoints.previousPath)
      try files.remove(CallJournal.path(in: checkpoints.directory))
      try CrashFile.removeAll(in: checkpoints.directory, files)
    } catch {
      throw EngineProblem(error, about: checkpoints.path)
    }
    let operation = operation
    try store.use { database throws(StoreProblem) in
      try database.transaction { () throws(StoreProblem) in
        try DeadLetterStore.rewind(operation, to: -1, in: database)
        try StepKeyStore.rewind(operation, to: -1, in: database)
        try IdempotencyKeyStore.rewind(operation, to: -1, in: database)
        try database.run("DELETE FROM operations WHERE operation = ?", .text(operation))
        try database.run("DELETE FROM removals WHERE operation = ?", .text(operation))
        try database.run("DELETE FROM settled_letters WHERE operation = ?", .text(operation))
      }
    }
  }

  /// Sorts by time, and is unlike that of any other run.
  private func runID() -> String {
    let stamp = timestampText().filter(\.isNumber)
    return "run_\(stamp)_\(String(UInt32.random(in: .min ... .max), radix: 36))"
  }
}

extension PlannedSink {
  /// What stands before the first record, as text; nil if nothing does.
  fileprivate var header: String? {
    guard let preamble = encoder?.preamble, !preamble.isEmpty else { return nil }
    return String(decoding: preamble, as: UTF8.self)
  }
}

extension String {
  fileprivate var trimmingLineEnd: String { String(prefix { !$0.isNewline }) }
}

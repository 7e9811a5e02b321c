import PipelineModel
import Synchronization

/// What a run stands on: the lock, the store, and the checkpoint it goes on from.
///
/// Used by the run's own task; `observer` by anybody.
final class RunState: @unchecked Sendable {
  // Unchecked because `checkpoint` and `newest` change between attempts only, when no lane is at work.

  let plan: Plan
  let operation: String
  let runID: String
  private let git: GitState?
  let planDigest: String
  let policyDigest: String
  let store: StateStore
  let history: RunHistory
  let checkpoints: CheckpointFile
  let observer: any RunObserver
  private let files: any FileSystem
  private let lock: OperationLock
  private let takesStoreAsItIs: Bool
  let isFresh: Bool
  /// The checkpoint that the next attempt goes on from.
  private(set) var checkpoint: Checkpoint
  /// The newest checkpoint on the disk.
  var newest: Checkpoint
  /// The counts before this run.
  let countsAtStart: RunCounts
  /// Whether an earlier run of the operation was cut off or stopped.
  let finishesEarlierRun: Bool

  private init(
    _ run: Run, operation: String, lock: OperationLock, store: StateStore, checkpoints: CheckpointFile,
    checkpoint: Checkpoint, isFresh: Bool, isReplay: Bool, git: GitState?
  ) {
    plan = run.plan
    self.git = git
    self.operation = operation
    runID = checkpoint.runID
    planDigest = isReplay ? sha256(run.plan.canonicalText) : checkpoint.planDigest
    policyDigest = isReplay ? sha256(run.plan.canonicalPolicies) : checkpoint.policyDigest
    self.store = store
    history = RunHistory(store: store)
    self.checkpoints = checkpoints
    observer = run.observer
    files = run.files
    self.lock = lock
    takesStoreAsItIs = run.options.resume == .force
    self.isFresh = isFresh
    self.checkpoint = checkpoint
    newest = checkpoint
    countsAtStart = checkpoint.counts
    finishesEarlierRun = !isFresh && checkpoint.status != .completed
  }

  /// Takes the lock, opens the store, and finds the checkpoint to go on from.
  ///
  /// - Throws: `.inUse`, or `.refused` when the plan, the options or the outputs don't fit what is there.
  static func prepare(_ run: Run) throws(EngineProblem) -> RunState { try prepare(run, isReplay: false) }

  /// Takes the lock and finds the checkpoint whose outputs a replay appends to; the plan may have changed since.
  static func prepareReplay(_ run: Run) throws(EngineProblem) -> RunState { try prepare(run, isReplay: true) }

  private static func prepare(_ run: Run, isReplay: Bool) throws(EngineProblem) -> RunState {
    let plan = run.plan
    let operation = Run.operation(name: plan.name, files: plan.source?.files ?? [])
    let directory = OperationDirectory(state: plan.stateDirectory, operation: operation, files: run.files)
    // Before the lock: a process that is being started holds it, too, and outlives a holder that is killed.
    let git = GitState.of(directory: plan.file)
    let lock = try directory.lock()
    let path = plan.stateDirectory + "/state.db"
    var opened: StateStore?
    do throws(EngineProblem) {
      let checkpoints = directory.checkpoints
      // Before it is opened, which would create it, or cut off a damaged log that might be saved.
      if isReplay || !run.options.restart && run.options.resume != .force {
        try StoreInspection(path: path).check(checkpoints)
      }
      let store = try StateStore(path: path)
      opened = store
      try store.check()
      let resumption = Resumption(
        plan: plan, operation: operation, options: run.options, store: store, checkpoints: checkpoints,
        files: run.files, observer: run.observer)
      let (checkpoint, isFresh) =
        isReplay ? (try resumption.replayCheckpoint(), false) : try resumption.checkpoint()
      return RunState(
        run, operation: operation, lock: lock, store: store, checkpoints: checkpoints, checkpoint: checkpoint,
        isFresh: isFresh, isReplay: isReplay, git: git)
    } catch {
      opened?.close()
      lock.release()
      throw error
    }
  }

  /// Whether an earlier run settled the whole input and nothing has been added since.
  func isNothingToDo() throws(EngineProblem) -> Bool {
    if checkpoint.position != nil, let source = plan.source, !source.isResumable {
      throw EngineProblem(
        .refused,
        "the standard input can't be read twice, and an earlier run of `\(operation)` has read"
          + " \(checkpoint.lastRow) records of it",
        help: "give each input a `--state-dir` and outputs of its own, or begin anew with `--restart`, which"
          + " replaces the outputs")
    }
    guard checkpoint.status == .completed, let source = plan.source else { return false }
    let isAtEnd: Bool
    do throws(SourceProblem) {
      isAtEnd = try source.open(at: checkpoint.position?.sourcePosition).next() == nil
    } catch {
      throw EngineProblem(error)
    }
    for (sink, recorded) in zip(plan.sinks, checkpoint.sinks) {
      try OutputFile.settleCompleted(sink, recorded, isReopened: !isAtEnd, files: files)
    }
    return isAtEnd
  }

  /// Notes the run in the history and, for a new operation, writes the checkpoint that its outputs belong to.
  func begin(faults: [String] = []) throws(EngineProblem) {
    try noteBegin(resumedAt: isFresh ? nil : checkpoint.lastRow, faults: faults)
    if isFresh {
      do throws(FileProblem) { try checkpoints.save(checkpoint) } catch {
        throw EngineProblem(error, about: checkpoints.path)
      }
    } else {
      observer.observe(.resumed(records: checkpoint.lastRow, epoch: checkpoint.epoch))
    }
    try rewind()
    try DeadLetterStore(store: store).note(plan.deadLetters.redelivery)
    try expireDeadLetters()
  }

  /// Deletes dead letters that are older than `retention_days`.
  func expireDeadLetters() throws(EngineProblem) {
    guard let retention = plan.deadLetters.retention else { return }
    let expired = try DeadLetterStore(store: store).expire(after: retention, now: .now)
    if expired > 0 {
      observer.observe(.note("\(expired) dead letters are older than `retention_days` and were deleted"))
    }
  }

  /// Notes a replay in the history, and marks the operation, so that whoever finds it cut off undoes what it began.
  func beginReplay() throws(EngineProblem) {
    try noteBegin(resumedAt: nil)
    try markReplaying()
  }

  /// Goes on from the checkpoint that settled the input, and marks the operation as `beginReplay` does.
  func beginRedelivery() throws(EngineProblem) {
    if newest.epoch != checkpoint.epoch { try reload() }
    try markReplaying()
  }

  private func markReplaying() throws(EngineProblem) {
    checkpoint.epoch += 1
    checkpoint.status = checkpoint.status == .completed ? .replaying : checkpoint.status
    do throws(FileProblem) { try checkpoints.save(checkpoint) } catch {
      throw EngineProblem(error, about: checkpoints.path)
    }
    newest = checkpoint
  }

  private func noteBegin(resumedAt: Int64?, faults: [String] = []) throws(EngineProblem) {
    try history.begin(
      RunRecord(
        runID: runID, operation: operation, pipelineFile: plan.file, startedAt: timestampText(),
        resumedAt: resumedAt, planDigest: planDigest, policyDigest: policyDigest, gitCommit: git?.commit,
        isGitDirty: git?.isDirty, faults: faults),
      plan: plan.canonicalText, policies: plan.canonicalPolicies)
  }

  /// Goes back to the newest checkpoint on the disk, for another attempt.
  func reload() throws(EngineProblem) {
    if case .valid(let found, _) = try checkpoints.load() {
      checkpoint = found
      checkpoint.runID = runID
      checkpoint.planDigest = planDigest
      checkpoint.policyDigest = policyDigest
      newest = checkpoint
    }
    try rewind()
  }

  /// The sinks' files, cut back to the checkpoint.
  func openOutputs() throws(EngineProblem) -> [OutputFile?] {
    var outputs: [OutputFile?] = []
    for (sink, recorded) in zip(plan.sinks, checkpoint.sinks) {
      guard case .file(let file) = sink.destination else {
        outputs.append(nil)
        continue
      }
      let output = try OutputFile(file, recorded: recorded, files: files)
      if output.bytes == 0, let preamble = sink.encoder?.preamble, !preamble.isEmpty {
        try output.begin(preamble)
      }
      outputs.append(output)
    }
    return outputs
  }

  /// New steps, led back to the checkpoint.
  func restoreSteps() throws(EngineProblem) -> [(any OrderedStep)?] {
    var steps: [(any OrderedStep)?] = []
    for stage in plan.stages {
      guard case .ordered(let make) = stage.work else {
        steps.append(nil)
        continue
      }
      let step = make()
      if let saved = checkpoint.steps.first(where: { $0.stage == stage.name }) {
        let keys = try StepKeyStore.keys(stage: stage.name, operation: operation, in: store)
        try compare(Int64(keys.count), with: saved)
        for index in checkpoint.steps.indices where checkpoint.steps[index].stage == stage.name {
          checkpoint.steps[index].keys = Int64(keys.count)
        }
        step.restore(state: saved.state, keys: keys)
      }
      steps.append(step)
    }
    return steps
  }

  /// How many keys the store holds for each ordered stage; those of a job may be an earlier one's.
  var keyCounts: [String: Int64] {
    if checkpoint.job != nil { return [:] }
    var counts: [String: Int64] = [:]
    for stage in plan.stages {
      let saved = checkpoint.steps.first { $0.stage == stage.name }
      if let saved { counts[stage.name] = saved.keys } else { counts[stage.name] = 0 }
    }
    return counts
  }

  /// Refuses keys that vanished or were added since the checkpoint.
  ///
  /// A run that was cut off may have purged some, but only behind the newest ones that the step may remember.
  private func compare(
    _ found: Int64, with saved: Checkpoint.Step
  ) throws(EngineProblem) {
    guard let expected = saved.keys, let limit = saved.keyLimit, !takesStoreAsItIs, found != expected,
      found > expected || found < limit
    else { return }
    throw KeyDamage(operation: operation, stage: saved.stage, expected: expected, found: found)
      .problem(store.path)
  }

  /// Ends the use of the store, then lets others in.
  func release() {
    store.close()
    lock.release()
  }

  /// Undoes what lies beyond the checkpoint in the store.
  func rewind() throws(EngineProblem) {
    let (operation, epoch) = (operation, checkpoint.epoch)
    try store.use { database throws(StoreProblem) in
      try database.transaction { () throws(StoreProblem) in
        try DeadLetterStore.rewind(operation, to: epoch, in: database)
        try StepKeyStore.rewind(operation, to: epoch, in: database)
        try IdempotencyKeyStore.rewind(operation, to: epoch, in: database)
      }
    }
  }
}

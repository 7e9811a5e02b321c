import Dispatch
import PipelineModel
import Synchronization

/// What a checkpoint must make durable, in this order: outputs, dead letters and keys, the checkpoint itself.
struct CheckpointDraft: Sendable {
  var checkpoint: Checkpoint
  /// Those that have not been stored before.
  var deadLetters: DeadLetterRows
  var removals: [DeadLetterRemoval]
  var steps: [(stage: String, snapshot: StepSnapshot)]
  /// Idempotency keys whose work is done.
  var keys: [StoredKey]
  /// Called once it is durable.
  var committed: @Sendable () -> Void = {}

  /// Whether some of its dead letters have been stored before.
  var hasStoredLetters = false

  /// Whether the store has a share in it.
  var changesStore: Bool {
    !deadLetters.isEmpty || hasStoredLetters || !removals.isEmpty || !keys.isEmpty
      || steps.contains { !$0.snapshot.newKeys.isEmpty }
  }
}

/// Makes checkpoints durable on a thread of its own, while batches go on.
final class Checkpointer: Sendable {
  private let queue = DispatchQueue(label: "checkpoint")
  private let isBusyFlag = Atomic<Bool>(false)
  private let failure = Mutex<EngineProblem?>(nil)
  /// In routing order.
  private let outputs: [OutputFileReference?]
  private let store: StateStore
  private let file: CheckpointFile
  private let files: any FileSystem
  private let observer: any RunObserver
  private let marker: CrashMarker?
  /// How many keys the store holds for each ordered stage.
  private let keyCounts: Mutex<[String: Int64]>

  /// `startWriting` and `sync` of an output may run beside `append`; this thread does nothing else with it.
  struct OutputFileReference: @unchecked Sendable {
    let output: OutputFile
  }

  init(
    outputs: [OutputFile?], store: StateStore, file: CheckpointFile, files: any FileSystem,
    observer: any RunObserver, marker: CrashMarker?, keyCounts: [String: Int64]
  ) {
    self.keyCounts = Mutex(keyCounts)
    self.marker = marker
    self.outputs = outputs.map { $0.map { OutputFileReference(output: $0) } }
    self.store = store
    self.file = file
    self.files = files
    self.observer = observer
  }

  /// Whether a checkpoint is still on its way.
  var isBusy: Bool { isBusyFlag.load(ordering: .acquiring) }

  /// The first failure, after which no checkpoint is written any more.
  var problem: EngineProblem? { failure.withLock { $0 } }

  /// Has the disk begin with what was written to an output; the caller saw `isBusy == false`.
  func startWriting(_ range: Range<Int64>, of output: Int) {
    queue.async { [self] in outputs[output]?.output.startWriting(range) }
  }

  /// Begins a checkpoint; the caller saw `isBusy == false`.
  func begin(_ draft: CheckpointDraft) {
    isBusyFlag.store(true, ordering: .releasing)
    queue.async { [self] in
      commitKeepingFailure(draft)
      isBusyFlag.store(false, ordering: .releasing)
    }
  }

  /// Begins to store dead letters before their checkpoint, whose epoch they have: until that is valid, `rewind`
  /// removes them. Waits for what is on its way, so that there are never more than these in memory.
  func store(_ letters: DeadLetterRows, epoch: Int64) {
    queue.sync {}
    queue.async { [self] in
      if problem != nil { return }
      do throws(EngineProblem) {
        try change { database throws(StoreProblem) in
          try DeadLetterStore.insert(letters, epoch: epoch, in: database)
        }
      } catch {
        failure.withLock { $0 = error }
      }
    }
  }

  /// Waits for the checkpoint on its way.
  func wait() { queue.sync {} }

  /// Writes a checkpoint here and now, after the one on its way.
  func commitNow(_ draft: CheckpointDraft) throws(EngineProblem) {
    queue.sync { commitKeepingFailure(draft) }
    if let problem { throw problem }
  }

  private func commitKeepingFailure(_ draft: CheckpointDraft) {
    if problem != nil { return }
    do throws(EngineProblem) {
      try commit(draft)
    } catch {
      failure.withLock { $0 = error }
    }
  }

  private func commit(_ draft: CheckpointDraft) throws(EngineProblem) {
    for (reference, sink) in zip(outputs, draft.checkpoint.sinks) {
      guard let output = reference?.output else { continue }
      do throws(FileProblem) { try output.sync(length: sink.bytes) } catch {
        throw EngineProblem(error, about: output.plan.workingPath)
      }
    }
    var checkpoint = draft.checkpoint
    if draft.changesStore {
      try change { database throws(StoreProblem) in try write(draft, to: database) }
    }
    let counts = keyCounts.withLock { $0 }
    for index in checkpoint.steps.indices {
      checkpoint.steps[index].keys = counts[checkpoint.steps[index].stage]
    }
    do throws(FileProblem) { try file.save(checkpoint) } catch {
      throw EngineProblem(error, about: file.path)
    }
    draft.committed()
    marker?.settled(checkpoint.epoch)
    observer.observe(.checkpoint(epoch: checkpoint.epoch, records: checkpoint.lastRow))
  }

  /// Changes the store durably, all or nothing.
  private func change(_ body: (Database) throws(StoreProblem) -> Void) throws(EngineProblem) {
    do throws(FileProblem) { try files.willCommitStore() } catch {
      throw EngineProblem(error, about: store.path)
    }
    try store.use { database throws(StoreProblem) in
      try database.transaction { () throws(StoreProblem) in try body(database) }
    }
  }

  private func write(_ draft: CheckpointDraft, to database: Database) throws(StoreProblem) {
    let (operation, epoch) = (draft.checkpoint.operationID, draft.checkpoint.epoch)
    try DeadLetterStore.insert(draft.deadLetters, epoch: epoch, in: database)
    try DeadLetterStore.remove(draft.removals, by: operation, epoch: epoch, in: database)
    if !draft.removals.isEmpty { try DeadLetterStore.purge(operation, at: epoch, in: database) }
    for step in draft.steps {
      let added = try StepKeyStore.insert(
        step.snapshot, stage: step.stage, operation: operation, epoch: epoch, in: database)
      // A transaction that fails ends the attempt, and with it these counts.
      keyCounts.withLock { $0[step.stage]? += added }
    }
    try IdempotencyKeyStore.insert(draft.keys, operation: operation, epoch: epoch, in: database)
    try OperationMark.set(operation, epoch: epoch, in: database)
  }
}

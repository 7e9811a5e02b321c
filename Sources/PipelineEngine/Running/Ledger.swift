import PipelineModel
import Synchronization

/// The settled state of a run: outputs, counts, dead letters on their way, the next checkpoint.
///
/// Used by one lane at a time (see `Settler`); `progress` may be read by anybody.
final class Ledger: @unchecked Sendable {
  // Unchecked because the settler's protocol, not the compiler, keeps two lanes from writing at once.

  private let sinks: [PlannedSink]
  private let outputs: [OutputFile?]
  private let standardOutput: FileDescriptor?
  private let files: any FileSystem
  private let checkpointer: Checkpointer
  private let observer: any RunObserver
  private let limits: DeadLetterLimits
  private var checkpoint: Checkpoint
  private let room: DeadLetterRoom
  private let replay: ReplaySource?
  private let shared: Mutex<RunCounts>
  private let calls: CallStages
  /// The records of the operation before this one have been told of; an earlier attempt told of those it settled.
  private(set) var told: Int64
  private var keys: [StoredKey] = []
  private var records: [String] = []

  init(
    plan: Plan, outputs: [OutputFile?], files: any FileSystem, checkpointer: Checkpointer,
    observer: any RunObserver, checkpoint: Checkpoint, room: DeadLetterRoom,
    calls: CallStages, told: Int64
  ) {
    self.calls = calls
    self.told = told
    sinks = plan.sinks
    self.outputs = outputs
    standardOutput = plan.sinks.contains { $0.destination == .standardOutput } ? FileDescriptor(1) : nil
    self.files = files
    self.checkpointer = checkpointer
    self.observer = observer
    limits = plan.deadLetters
    self.checkpoint = checkpoint
    self.room = room
    replay = plan.source as? ReplaySource
    shared = Mutex(checkpoint.counts)
  }

  /// The counts of the operation up to now.
  var counts: RunCounts { shared.withLock { $0 } }

  /// Writes a batch down; a checkpoint follows if it is a barrier and none is on its way.
  func settle(_ batch: SettledBatch) throws(RunInterruption) {
    if let problem = checkpointer.problem { throw .problem(problem) }
    try keepToBudget(batch)
    var counts = batch.counts
    if let entry = batch.replayed { takeBack(entry, isReturned: batch.deadLetters != nil, &counts) }
    if let letters = batch.deadLetters {
      counts.deadLettersDropped = try keep(letters, isReturning: batch.replayed != nil)
    }
    do throws(FileProblem) { try write(batch.outputs) } catch {
      throw .problem(EngineProblem(error, about: "the standard output"))
    }
    checkpoint.counts.add(counts)
    checkpoint.lastRow += counts.read
    checkpoint.deadLetters += batch.counts.deadLettered
    if batch.replayed == nil { checkpoint.position = Checkpoint.Position(batch.end) }
    for index in checkpoint.sinks.indices { checkpoint.sinks[index].records += batch.sinkRecords[index] }
    let total = checkpoint.counts
    shared.withLock { $0 = total }
    keys += batch.keys
    records += batch.records
    tell(of: batch)
    if batch.isBarrier {
      keep(batch.steps)
      if !checkpointer.isBusy {
        do throws(FileProblem) {
          checkpointer.begin(try draft(replay == nil ? .running : checkpoint.status))
        } catch {
          throw .problem(EngineProblem(error, about: "the output"))
        }
      }
    }
  }

  /// Tells what a person may want to know of a batch that is settled: once, however many attempts settle it.
  private func tell(of batch: SettledBatch) {
    let start = checkpoint.lastRow - batch.counts.read
    if let letters = batch.deadLetters {
      for (row, recordsBefore) in letters.recordsBefore.enumerated()
      where batch.replayed != nil || start + recordsBefore >= told {
        observer.observe(.deadLettered(DeadLetterNotice(letters.block, row: row)))
      }
    }
    if batch.replayed != nil || start >= told {
      for warning in batch.warnings { observer.observe(.warning(warning)) }
    }
    told = max(told, checkpoint.lastRow)
  }

  /// Stops before the record with which too many are given up.
  private func keepToBudget(_ batch: SettledBatch) throws(RunInterruption) {
    guard let budget = limits.budget, batch.replayed == nil else { return }
    let end = budget.end(
      givenUp: checkpoint.counts.deadLettered, read: checkpoint.lastRow, next: batch.counts.read,
      failures: batch.deadLetters?.recordsBefore ?? [])
    guard let end else { return }
    let limit = checkpoint.lastRow + end.record
    throw .overBudget(
      recordLimit: limit,
      "the budget of dead letters is spent: with record \(limit + 1) it would be \(end.givenUp), and `budget` allows"
        + " \(budget.text)")
  }

  /// A record that was counted as read and given up is now what becomes of it; one that was imported is a new one.
  private func takeBack(_ entry: DeadLetter, isReturned: Bool, _ counts: inout RunCounts) {
    let sent = replay?.isRedelivery == true ? DeadLetterRemoval.redelivered : DeadLetterRemoval.replayed
    let done = counts.duplicates > 0 ? DeadLetterRemoval.duplicate : sent
    room.remove(entry, reason: isReturned ? DeadLetterRemoval.returned : done)
    replay?.settled(entry, counts, by: checkpoint.runID)
    if entry.isImported { return }
    counts.read -= 1
    counts.deadLettered -= 1
  }

  /// Writes the last checkpoint of this run.
  func finish(
    _ status: Checkpoint.Status, steps: [(stage: String, snapshot: StepSnapshot)]
  ) throws(EngineProblem) {
    checkpointer.wait()
    if let problem = checkpointer.problem { throw problem }
    keep(steps)
    let draft: CheckpointDraft
    do throws(FileProblem) { draft = try self.draft(status) } catch {
      throw EngineProblem(error, about: "the output")
    }
    try checkpointer.commitNow(draft)
  }

  /// The newest checkpoint as it was written.
  var newestCheckpoint: Checkpoint { checkpoint }

  /// Gives outputs that wait for the end of the run their own names.
  func publish() throws(EngineProblem) {
    for output in outputs {
      guard let output else { continue }
      do throws(FileProblem) { try output.publish() } catch {
        throw EngineProblem(error, about: output.plan.path)
      }
    }
  }

  /// Dead letters in memory that go to the store before their checkpoint does; as many again may be on their way.
  private static let maxPendingBytes = 1 << 20
  /// Whether that has happened since the newest checkpoint.
  private var hasStoredLetters = false

  private var pendingSteps: [(stage: String, snapshot: StepSnapshot)] = []

  /// Keys add up until a checkpoint takes them; the newest state replaces the one before.
  private func keep(_ steps: [(stage: String, snapshot: StepSnapshot)]) {
    for step in steps {
      if let index = pendingSteps.firstIndex(where: { $0.stage == step.stage }) {
        let keys = pendingSteps[index].snapshot.newKeys + step.snapshot.newKeys
        pendingSteps[index].snapshot = step.snapshot
        pendingSteps[index].snapshot.newKeys = keys
      } else {
        pendingSteps.append(step)
      }
    }
  }

  private func draft(_ status: Checkpoint.Status) throws(FileProblem) -> CheckpointDraft {
    for (index, output) in outputs.enumerated() {
      guard let output else { continue }
      try output.flush()
      checkpoint.sinks[index].bytes = output.bytes
      checkpoint.sinks[index].digest = output.digestText
    }
    checkpoint.epoch += 1
    checkpoint.status = status
    checkpoint.timestamp = timestampText()
    checkpoint.breakers = calls.isEmpty ? nil : calls.breakers
    takeSteps()
    var draft = CheckpointDraft(
      checkpoint: checkpoint, deadLetters: room.takeLetters(), removals: room.takeRemovals(),
      steps: pendingSteps, keys: keys, hasStoredLetters: hasStoredLetters)
    hasStoredLetters = false
    let (calls, settledKeys, settledRecords) = (calls, keys, records)
    let (replay, tally) = (replay, replay?.tally)
    draft.committed = {
      calls.settled(settledKeys, records: settledRecords)
      if let tally { replay?.tallyAtCheckpoint = tally }
    }
    pendingSteps = []
    keys = []
    records = []
    if draft.changesStore {
      let epoch = checkpoint.epoch
      checkpoint.store?.epoch = epoch
      draft.checkpoint = checkpoint
    }
    return draft
  }

  /// Brings the ordered steps' states into the checkpoint.
  private func takeSteps() {
    for (number, pending) in pendingSteps.enumerated() {
      var step =
        checkpoint.steps.first { $0.stage == pending.stage }
        ?? Checkpoint.Step(stage: pending.stage, state: "")
      step.state = pending.snapshot.state
      // What is purged below must never be more than an earlier checkpoint allowed for.
      let limit = max(Int64(pending.snapshot.keyLimit), step.keyLimit ?? 0)
      step.keyLimit = limit
      pendingSteps[number].snapshot.keyLimit = Int(limit)
      checkpoint.steps.removeAll { $0.stage == pending.stage }
      checkpoint.steps.append(step)
    }
  }

  private func write(_ encoded: [EncodedOutput?]) throws(FileProblem) {
    for (index, output) in encoded.enumerated() {
      guard let output else { continue }
      switch sinks[index].destination {
      case .file: try append(output, to: index)
      case .standardOutput:
        if let standardOutput { try files.writeAll(output.buffer.bytes, to: standardOutput) }
      case .nowhere: break
      }
    }
  }

  private func append(_ output: EncodedOutput, to index: Int) throws(FileProblem) {
    guard let file = outputs[index] else { return }
    try file.append(output)
    // A checkpoint on its way writes all there is.
    if !checkpointer.isBusy, let range = file.takeUnstarted() { checkpointer.startWriting(range, of: index) }
  }

  /// Takes dead letters in, as far as there is room; returns how many were dropped.
  private func keep(
    _ letters: SettledBatch.DeadLetters, isReturning: Bool
  ) throws(RunInterruption) -> Int64 {
    var dropped: Int64 = 0
    let block = letters.block
    for (row, recordsBefore) in letters.recordsBefore.enumerated() {
      if !limits.isEnabled { throw .deadLettersDisabled(block.letter(row)) }
      let admission: DeadLetterRoom.Admission
      do throws(EngineProblem) {
        admission = try room.admit(row, of: block, isReturning: isReturning)
      } catch {
        throw .problem(error)
      }
      switch admission {
      case .kept: break
      case .keptForOlder(let count): dropped += count
      case .dropped: dropped += 1
      case .full: throw .deadLettersFull(recordLimit: checkpoint.lastRow + recordsBefore)
      }
      if room.pendingBytes > Self.maxPendingBytes {
        checkpointer.store(room.takeLetters(), epoch: checkpoint.epoch + 1)
        hasStoredLetters = true
      }
    }
    if dropped > 0, checkpoint.counts.deadLettersDropped == 0 {
      observer.observe(
        .warning(
          "the dead letters are full (\(limits.text)): entries are dropped, as `on_full: \(limits.onFull.rawValue)` says"
        ))
    }
    return dropped
  }
}

extension DeadLetterLimits {
  /// The limits for people.
  var text: String {
    var parts: [String] = []
    if let maxSize { parts.append("`max_size: \(maxSize)`") }
    if let maxBytes { parts.append("`max_bytes: \(maxBytes)`") }
    return parts.joined(separator: ", ")
  }
}

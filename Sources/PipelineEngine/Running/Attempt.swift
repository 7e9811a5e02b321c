import PipelineModel
import Synchronization

/// One pass over the input from a checkpoint on.
final class Attempt: Sendable {
  private let plan: Plan
  private let source: any Source
  private let state: RunState
  private let options: RunOptions
  private let stop: StopSignal
  private let reader: any SourceReader
  private let gate: ReaderGate
  private let turnstiles: [Turnstile?]
  private let steps: [(any OrderedStep)?]
  private let ledger: Ledger
  private let settler: Settler
  private let checkpointer: Checkpointer
  private let limit: RecordLimit?
  private let calls: CallStages
  private let drain: Drain
  private let replay: ReplaySource?
  private let marker: CrashMarker?
  private let crashes: CrashHistory?

  /// - Parameters:
  ///   - crashes: works on one record at a time, up to where the record stands that is to blame for them.
  ///   - told: the records of the operation before this one have been told of.
  init(
    _ run: Run, _ state: RunState, _ calls: CallStages, recordLimit: Int64?, marker: CrashMarker?,
    crashes: CrashHistory?, told: Int64
  ) throws(EngineProblem) {
    self.calls = calls
    self.marker = marker
    plan = run.plan
    source = run.plan.source ?? JobSource()
    replay = run.plan.source as? ReplaySource
    self.state = state
    options = run.options
    stop = run.stop
    limit = recordLimit.map { RecordLimit($0 - state.checkpoint.lastRow) }
    let position = state.checkpoint.position
    let doubtful = replay == nil ? crashes?.careful(from: position.map { CrashMark.Place($0) }) : nil
    self.crashes = doubtful == nil && replay == nil ? nil : crashes
    do throws(SourceProblem) {
      if let doubtful {
        let records = try source.open(at: position?.sourcePosition, recordsPerChunk: 1)
        reader = CarefulReader(records, upTo: doubtful)
      } else if !calls.isEmpty {
        reader = try source.open(
          at: position?.sourcePosition, recordsPerChunk: calls.recordsPerBatch)
      } else {
        reader = try source.open(at: position?.sourcePosition)
      }
    } catch {
      throw EngineProblem(error)
    }
    let outputs = try state.openOutputs()
    steps = try state.restoreSteps()
    // Replayed records pass one after another, and not every one of them passes every stage.
    let isFree = run.plan.source is ReplaySource
    turnstiles = plan.stages.map { stage in
      if case .ordered = stage.work { Turnstile(isFree: isFree) } else { nil }
    }
    checkpointer = Checkpointer(
      outputs: outputs, store: state.store, file: state.checkpoints, files: run.files,
      observer: run.observer, marker: marker, keyCounts: state.keyCounts)
    let checkpointer = checkpointer
    let room = try DeadLetterRoom(
      limits: plan.deadLetters, store: DeadLetterStore(store: state.store),
      waitForCheckpoint: { checkpointer.wait() })
    ledger = Ledger(
      plan: plan, outputs: outputs, files: run.files, checkpointer: checkpointer, observer: run.observer,
      checkpoint: state.checkpoint, room: room, calls: calls, told: told)
    try calls.restoreKeys(state.store)
    let settler = Settler(ledger: ledger, window: Attempt.window(calls, run.options))
    self.settler = settler
    let turnstiles = turnstiles
    drain = Drain(timers: calls.timers) { sequence in
      settler.abandon(from: sequence)
      for turnstile in turnstiles { turnstile?.close(from: sequence) }
    }
    gate = ReaderGate(reader, cadence: plan.checkpoint, stop: run.stop, marker: marker)
  }

  var counts: RunCounts { ledger.counts }

  /// The records of the operation before this one have been told of; asked once no lane is at work.
  var told: Int64 { ledger.told }

  var progress: Run.Progress {
    Run.Progress(
      counts: ledger.counts, bytesRead: reader.bytesRead, totalBytes: reader.totalBytes,
      services: calls.summaries)
  }

  /// Drives the lanes until the input, the limit or somebody's patience ends.
  func run() async throws(RunInterruption) {
    let identity = RecordIdentity(
      operation: state.operation, files: source.files, salt: state.checkpoint.job ?? "")
    let lane = Lane(
      plan: plan, gate: gate, turnstiles: turnstiles, orderedSteps: steps, settler: settler,
      deadLetters: DeadLetterWriter(
        plan: plan, identity: identity, runID: state.runID,
        planDigest: state.planDigest, replay: replay, now: options.now),
      router: Router(sinks: plan.sinks, stage: plan.stages.count), limit: limit,
      calls: calls, identity: identity, drain: drain, stop: stop, replay: replay,
      marker: marker, crashes: crashes)
    let source = source
    let drain = drain
    if !calls.isEmpty { stop.whenRequested { drain.begin() } }
    let interruption = await withTaskGroup(of: RunInterruption?.self) { group in
      for _ in 0..<lanes {
        group.addTask {
          do throws(RunInterruption) {
            try await lane.run(source)
            return nil
          } catch {
            return error
          }
        }
      }
      var first: RunInterruption?
      for await ended in group {
        guard let ended else { continue }
        // A lane that was sent away says `cancelled`; the one that fell says why.
        if case .cancelled = ended, first != nil { continue }
        if first == nil { first = ended } else if case .cancelled? = first { first = ended }
        self.sendAway(ended)
      }
      return first
    }
    if let interruption { throw interruption }
  }

  /// Batches that may be in flight at the same time: as many as keep every lane busy, since each takes memory.
  private static func window(_ calls: CallStages, _ options: RunOptions) -> Int {
    calls.isEmpty ? 2 * max(options.workers, 1) : callWindow
  }

  private static let callWindow = 16

  /// Lanes wait for calls rather than work, so a plan with calls has one for every batch in flight.
  private var lanes: Int {
    if limit != nil || replay != nil || crashes != nil { return 1 }
    return calls.isEmpty ? max(options.workers, 1) : max(options.workers, Attempt.callWindow)
  }

  /// Whether it came to the end of the records that may be to blame for a crash, and there is more to read.
  var isPastCrashes: Bool { (reader as? CarefulReader)?.hasPassedEnd ?? false }

  /// Writes a checkpoint from which another attempt goes on.
  func pause() throws(EngineProblem) { try ledger.finish(.running, steps: snapshots) }

  /// Ends an attempt that failed; what the last checkpoint says stays valid.
  func abandon() { checkpointer.wait() }

  /// Runs the final checks, writes the last checkpoint and publishes.
  func finish(_ stopped: String?) throws(EngineProblem) -> RunResult.End {
    // Ordered steps have seen batches that were then abandoned: their memory is ahead of what is settled, so no
    // checkpoint can be made of it, and the last one stands.
    if drain.hasAbandoned, steps.contains(where: { $0 != nil }) {
      checkpointer.wait()
      if let problem = checkpointer.problem { throw problem }
      try state.reload()
      return .stopped(stopped ?? "batches were abandoned")
    }
    let isWhole = stopped == nil && !(limit?.isReached ?? false)
    if replay != nil { return try finishReplay(stopped) }
    var refusal: EngineProblem?
    if isWhole {
      for (stage, step) in zip(plan.stages, steps) {
        do throws(Failure) { try step?.finish() } catch {
          refusal = EngineProblem(error, of: stage.name)
          break
        }
        for warning in step?.takeWarnings() ?? [] { state.observer.observe(.warning(warning)) }
      }
    }
    try ledger.finish(isWhole && refusal == nil ? .completed : .stopped, steps: snapshots)
    state.newest = ledger.newestCheckpoint
    if let refusal { throw refusal }
    if !isWhole { return .stopped(stopped ?? "the record limit is reached") }
    try ledger.publish()
    return .completed
  }

  private var snapshots: [(stage: String, snapshot: StepSnapshot)] {
    zip(plan.stages, steps).compactMap { stage, step in
      step.map { (stage: stage.name, snapshot: $0.snapshot()) }
    }
  }

  /// Leaves the operation as complete as the replay found it.
  private func finishReplay(_ stopped: String?) throws(EngineProblem) -> RunResult.End {
    let wasCompleted = state.checkpoint.status == .replaying
    try ledger.finish(wasCompleted ? .completed : .stopped, steps: snapshots)
    state.newest = ledger.newestCheckpoint
    if wasCompleted { try ledger.publish() }
    return stopped.map { .stopped($0) } ?? .completed
  }

  private func sendAway(_ why: RunInterruption) {
    gate.close()
    settler.close(why)
    drain.doom(from: 0)
    for turnstile in turnstiles { turnstile?.close() }
  }
}

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

  init(_ run: Run, _ state: RunState, recordLimit: Int64?) throws(EngineProblem) {
    plan = run.plan
    source = run.plan.source ?? JobSource()
    self.state = state
    options = run.options
    stop = run.stop
    limit = recordLimit.map { RecordLimit($0 - state.checkpoint.lastRow) }
    do throws(SourceProblem) {
      reader = try source.open(at: state.checkpoint.position?.sourcePosition)
    } catch {
      throw EngineProblem(error)
    }
    let outputs = try state.openOutputs()
    steps = try state.restoreSteps()
    turnstiles = plan.stages.map { stage in if case .ordered = stage.work { Turnstile() } else { nil } }
    checkpointer = Checkpointer(
      outputs: outputs.compactMap { $0 }, store: state.store, file: state.checkpoints, files: run.files,
      observer: run.observer)
    let checkpointer = checkpointer
    let room = try DeadLetterRoom(
      limits: plan.deadLetters, store: DeadLetterStore(store: state.store),
      waitForCheckpoint: { checkpointer.wait() })
    ledger = Ledger(
      plan: plan, outputs: outputs, files: run.files, checkpointer: checkpointer, observer: run.observer,
      checkpoint: state.checkpoint, room: room)
    settler = Settler(ledger: ledger, window: 16)
    gate = ReaderGate(reader, cadence: plan.checkpoint, stop: run.stop)
  }

  var counts: RunCounts { ledger.counts }

  var progress: Run.Progress {
    Run.Progress(counts: ledger.counts, bytesRead: reader.bytesRead, totalBytes: reader.totalBytes)
  }

  func countsOfThisRun(since start: RunCounts) -> RunCounts {
    var counts = ledger.counts
    counts.subtract(start)
    return counts
  }

  /// Drives the lanes until the input, the limit or somebody's patience ends.
  func run() async throws(RunInterruption) {
    let lane = Lane(
      plan: plan, gate: gate, turnstiles: turnstiles, orderedSteps: steps, settler: settler,
      deadLetters: DeadLetterWriter(
        plan: plan, identity: RecordIdentity(operation: state.operation, files: source.files),
        runID: state.runID,
        planDigest: state.planDigest),
      router: Router(sinks: plan.sinks, stage: plan.stages.count), limit: limit)
    let source = source
    let interruption = await withTaskGroup(of: RunInterruption?.self) { group in
      for _ in 0..<(limit == nil ? max(options.workers, 1) : 1) {
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

  /// Ends an attempt that failed; what the last checkpoint says stays valid.
  func abandon() { checkpointer.wait() }

  /// Runs the final checks, writes the last checkpoint and publishes.
  func finish(_ stopped: String?) throws(EngineProblem) -> RunResult.End {
    let isWhole = stopped == nil && !(limit?.isReached ?? false)
    var refusal: EngineProblem?
    if isWhole {
      for (stage, step) in zip(plan.stages, steps) {
        do throws(Failure) { try step?.finish() } catch {
          refusal = EngineProblem(.failed, "stage `\(stage.name)`: \(error.message)")
          break
        }
        for warning in step?.takeWarnings() ?? [] { state.observer.observe(.warning(warning)) }
      }
    }
    let snapshots = zip(plan.stages, steps).compactMap { stage, step in
      step.map { (stage: stage.name, snapshot: $0.snapshot()) }
    }
    try ledger.finish(isWhole && refusal == nil ? .completed : .stopped, steps: snapshots)
    state.newest = ledger.newestCheckpoint
    if let refusal { throw refusal }
    if !isWhole { return .stopped(stopped ?? "the record limit is reached") }
    try ledger.publish()
    return .completed
  }

  private func sendAway(_ why: RunInterruption) {
    gate.close()
    settler.close(why)
    for turnstile in turnstiles { turnstile?.close() }
  }
}

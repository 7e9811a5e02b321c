public import PipelineModel
import Synchronization

/// One run of a plan: takes the lock, finds its place, drives the lanes, writes the last checkpoint.
public final class Run: Sendable {
  /// How far a run has come, for the live display.
  public struct Progress: Sendable {
    /// The operation's counts.
    public var counts: RunCounts
    /// Bytes of the input read so far.
    public var bytesRead: Int64
    /// Bytes of the input, where known.
    public var totalBytes: Int64?
    /// What the calls came to so far, by service.
    public var services: [ServiceSummary] = []
    /// The dead letters that are redelivered, once the input is settled.
    public var redelivery: Redelivery?

    /// How far a redelivery has come.
    public struct Redelivery: Sendable {
      /// Dead letters that are due.
      public var entries: Int
      /// Those that are through, each as a record that was read.
      public var counts: RunCounts
    }
  }

  private struct Current {
    var state: RunState?
    var started: Int64 = 0
    var attempt: Attempt?
    var calls: CallStages?
    /// The operation's counts when the input was settled.
    var source: RunCounts?
    var due: ReplaySource?
    /// The checkpoint at which a run that failed has come to stand.
    var last: Checkpoint?
  }

  /// Asks the run to stop at a checkpoint.
  public let stop: StopSignal

  let plan: Plan
  let options: RunOptions
  let files: any FileSystem
  let observer: any RunObserver
  private let current = Mutex(Current())

  /// A run of `plan`.
  public init(
    plan: Plan, options: RunOptions, files: any FileSystem = PosixFileSystem(), observer: any RunObserver,
    stop: StopSignal = StopSignal()
  ) {
    self.plan = plan
    self.options = options
    self.files = files
    self.observer = observer
    self.stop = stop
  }

  /// The same run on another plan: the one whose source is the dead letters.
  init(replayed plan: Plan, as run: Run) {
    self.plan = plan
    options = run.options
    files = run.files
    observer = run.observer
    stop = run.stop
  }

  /// How far the run has come; nil before it began to read.
  public var progress: Progress? {
    let current = current.withLock { $0 }
    var progress = current.attempt?.progress
    guard let due = current.due else { return progress }
    // A run that had nothing but these to do has read nothing.
    progress = progress ?? current.source.map { Progress(counts: $0, bytesRead: 0) }
    if let calls = current.calls { progress?.services = calls.summaries }
    progress?.redelivery = Progress.Redelivery(entries: due.count, counts: due.tally.counts)
    return progress
  }

  /// From now on these are redelivered.
  func redelivers(_ due: ReplaySource) { current.withLock { $0.due = due } }

  /// What a run that failed did before, as its last checkpoint has it; nil if it was refused before it began.
  public func result(of problem: EngineProblem) -> RunResult? {
    let current = current.withLock { $0 }
    guard let state = current.state else { return nil }
    let total = current.last?.counts ?? state.countsAtStart
    let settled = Settled(end: .failed(problem), source: current.source ?? total, total: total)
    return result(settled, state, since: current.started)
  }

  /// Names pipeline and input: the pipeline's name and the stem of the first input.
  public static func operation(name: String, files: [String]) -> String {
    guard let file = files.first else { return sanitized(name) }
    let input = file == "-" ? "stdin" : String(file.split(separator: "/").last ?? "input")
    let stem = input.prefix { $0 != "." }
    return sanitized(name) + "-" + sanitized(String(stem.isEmpty ? input[...] : stem))
  }

  /// Does everything.
  ///
  /// - Throws: `EngineProblem` when the run failed or was refused; what it settled before stays settled.
  public func execute() async throws(EngineProblem) -> RunResult {
    let started = monotonicNanoseconds()
    let faults = try InjectedFaults(plan, options).lines
    let state = try RunState.prepare(self)
    defer { state.release() }
    let isSettled = try state.isNothingToDo()
    if isSettled, try !hasDueEntries(state) {
      try state.expireDeadLetters()
      let counts = state.checkpoint.counts
      return result(Settled(end: .nothingToDo, source: counts, total: counts), state, since: started)
    }
    let runID = state.runID
    current.withLock { ($0.state, $0.started) = (state, started) }
    observer.observe(.began(runID: runID))
    try state.begin(faults: faults)
    for fault in faults { observer.observe(.note("injected on purpose: \(fault)")) }
    do throws(EngineProblem) {
      let settled = try await settle(state, isSettled: isSettled)
      let end = settled.end
      let result = result(settled, state, since: started)
      var reason =
        switch end {
        case .completed: "completed"
        case .nothingToDo: "nothing to do"
        case .failed(let problem): problem.message
        case .stopped(let why): "stopped: \(why)"
        }
      if let redelivery = result.redelivery { reason += "; " + redelivery.text }
      try state.history.end(
        runID, at: timestampText(), exitCode: Int(result.exitCode), reason: reason,
        counts: result.historyCounts
      )
      return result
    } catch {
      standAtLastCheckpoint(state)
      // The run's own failure is what matters; the history may be unwritable for the same reason.
      try? state.history.end(
        runID, at: timestampText(), exitCode: Int(error.kind.exitCode), reason: error.message,
        counts: result(of: error)?.counts.json ?? "{}")
      throw error
    }
  }

  /// What was settled after the newest checkpoint is undone by the next run, so that it doesn't count.
  private func standAtLastCheckpoint(_ state: RunState) {
    guard case .valid(let last, _) = try? state.checkpoints.inspect(),
      !state.isFresh || last.runID == state.runID
    else { return }
    state.newest = last
    current.withLock { $0.last = last }
  }

  /// How far a run came: with its input, and with the dead letters that were due then.
  struct Settled {
    var end: RunResult.End
    /// The operation's counts when the input was settled.
    var source: RunCounts
    /// The operation's counts now.
    var total: RunCounts
    var redelivery: RunResult.Redelivery?
  }

  /// Settles the input, unless that was done before, and then redelivers what is due.
  private func settle(_ state: RunState, isSettled: Bool) async throws(EngineProblem) -> Settled {
    let calls = CallStages(
      plan, options, directory: state.checkpoints.directory, files: files, observer: observer)
    try calls.restore(state.checkpoint, isFresh: state.isFresh)
    current.withLock { $0.calls = calls }
    do throws(EngineProblem) {
      var settled =
        if isSettled {
          Settled(end: .completed, source: state.checkpoint.counts, total: state.checkpoint.counts)
        } else {
          try await drive(state, calls)
        }
      current.withLock { $0.source = settled.source }
      if settled.end == .completed { try await redeliver(&settled, state, calls) }
      await calls.close()
      return settled
    } catch {
      await calls.close()
      throw error
    }
  }

  /// Attempts the input; a full dead-letter store ends a first attempt, and a second one settles exactly the
  /// records before the one that found no room.
  func drive(_ state: RunState, _ calls: CallStages) async throws(EngineProblem) -> Settled {
    let crashes = try Crashes(self, state)
    defer { crashes.disarm() }
    var limit = options.limit.map { state.checkpoint.lastRow + $0 }
    var why: String?
    var history = crashes.history
    var told: Int64 = 0
    while true {
      let attempt = try Attempt(
        self, state, calls, recordLimit: limit, marker: crashes.marker, crashes: history, told: told)
      current.withLock { $0.attempt = attempt }
      do throws(RunInterruption) {
        try await attempt.run()
      } catch {
        attempt.abandon()
        told = attempt.told
        switch error {
        case .problem(let problem): throw problem
        case .cancelled: throw EngineProblem(.failed, "the run was cancelled")
        case .deadLettersDisabled(let letter):
          var problem = EngineProblem(
            .failed,
            "stage `\(letter.stage)` gave up the record at \(letter.file ?? "input"):\(letter.line ?? 0)"
              + " (\(letter.errorType): \(letter.errorMessage)), and the dead letters are switched off",
            help: "mend the record or the stage, or set `dead_letter_queue: {enabled: true}`")
          problem.stage = letter.stage
          problem.errorType = letter.errorType
          problem.failureClass = letter.failureClass
          throw problem
        case .deadLettersFull(let recordLimit):
          why = "the dead letters are full"
          limit = recordLimit
          try state.reload()
          continue
        case .overBudget(let recordLimit, let reason):
          why = reason
          limit = recordLimit
          try state.reload()
          continue
        }
      }
      if attempt.isPastCrashes, why == nil, !stop.isRequested {
        try attempt.pause()
        try state.reload()
        try crashes.forget()
        history = nil
        continue
      }
      let end = try attempt.finish(why ?? stop.reason)
      if end == .completed, history != nil { try crashes.forget() }
      return Settled(end: end, source: state.newest.counts, total: state.newest.counts)
    }
  }

  /// Drives a replay and notes its end in the history.
  func replay(_ state: RunState, of source: ReplaySource) async throws(EngineProblem) -> ReplayResult {
    do throws(EngineProblem) {
      let end = try await settle(state, isSettled: false).end
      let reason =
        if case .stopped(let why) = end { "replay stopped: \(why)" } else { "replayed dead letters" }
      var result = ReplayResult(source.tally, runID: state.runID, operation: state.operation)
      if case .stopped(let why) = end { result.stopped = why }
      try state.history.end(
        state.runID, at: timestampText(), exitCode: Int(result.exitCode), reason: reason,
        counts: result.counts.json)
      return result
    } catch {
      try? state.history.end(
        state.runID, at: timestampText(), exitCode: Int(error.kind.exitCode),
        reason: "replay: \(error.message)", counts: source.tallyAtCheckpoint.counts.json)
      throw error
    }
  }

  private func result(
    _ settled: Settled, _ state: RunState, since started: Int64
  ) -> RunResult {
    var counts = settled.source
    counts.subtract(state.countsAtStart)
    let sinks = zip(plan.sinks, state.newest.sinks).map { sink, settled in
      RunResult.Sink(
        name: sink.name, destination: sink.destination.text, records: settled.records, bytes: settled.bytes)
    }
    var result = RunResult(
      end: settled.end, runID: state.runID, operation: state.operation, counts: counts, total: settled.total,
      sinks: sinks,
      services: current.withLock { $0.calls }?.summaries ?? [],
      elapsed: .nanoseconds(monotonicNanoseconds() - started))
    result.finishesEarlierRun = state.finishesEarlierRun
    result.redelivery = settled.redelivery
    return result
  }

  private static func sanitized(_ name: String) -> String {
    String(name.map { $0.isLetter || $0.isNumber || "-_.".contains($0) ? $0 : "_" })
  }
}

extension SinkDestination {
  /// Where records go, for people.
  public var text: String {
    switch self {
    case .file(let file): file.path
    case .standardOutput: "standard output"
    case .nowhere: "nowhere"
    }
  }
}

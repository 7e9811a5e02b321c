public import PipelineModel
public import Resilience

/// How a run is done, as the command line says.
public struct RunOptions: Sendable {
  /// What to do with an earlier run's checkpoint.
  public enum Resume: String, Sendable, CaseIterable {
    /// Go on from it if there is one.
    case auto
    /// Go on from it, or fail.
    case require
    /// Fail if there is one.
    case never
    /// Go on from it although the plan has changed.
    case force
  }

  /// What to do with an earlier run's checkpoint.
  public var resume = Resume.auto
  /// Forgets this operation's state and outputs first.
  public var restart = false
  /// Batches that are worked on at the same time.
  public var workers = 1
  /// Stops after so many records.
  public var limit: Int64?
  /// Goes through everything and writes nothing.
  public var isDryRun = false
  /// Whether a crash of the process is marked, so that the next run finds the record that is to blame and sets it aside.
  /// A process can mark for one run at a time.
  public var marksCrashes = false
  /// Faults made on purpose, by the name of a service, or of a stage without one; they take the place of those
  /// in the policy files.
  public var faults: [String: FaultInjectionOptions] = [:]
  /// Tells the time of day: when records failed, and which dead letters are due again.
  public var now: @Sendable () -> Timestamp = { .now }

  /// The default way.
  public init() {}
}

/// How a run ended.
public struct RunResult: Sendable {
  /// How it ended.
  public enum End: Sendable, Equatable {
    /// The whole input is settled.
    case completed
    /// An earlier run had settled the whole input.
    case nothingToDo
    /// Stopped at a checkpoint, for this reason.
    case stopped(String)
    /// Failed; what it had settled before stays settled.
    case failed(EngineProblem)
  }

  /// A sink's share.
  public struct Sink: Sendable {
    /// The sink's name.
    public var name: String
    /// Where its records went, for people.
    public var destination: String
    /// Records of the whole operation.
    public var records: Int64
    /// Bytes of the file.
    public var bytes: Int64
  }

  /// What became of the dead letters that a run sent on their way again.
  public struct Redelivery: Sendable {
    /// Each of them as a record that was read, and what became of it; the dead-lettered ones came back.
    public var counts: RunCounts
    /// Why the rest of them waits for another run, if it does.
    public var stopped: String?
    /// Those that the same run had given up, and that went through.
    public var recovered: Int64
    /// Those that an earlier run had given up, and that came back.
    public var inherited: Int64
    /// Those that were due and must wait for an earlier one with the same key (`sequence_by`).
    public var heldBack: Int64 = 0
    /// Those that were due and left alone, because the store gave back something else than was written.
    public var damaged = DamagedEntries()
  }

  /// How it ended.
  public var end: End
  /// Names the run.
  public var runID: String
  /// Names pipeline and input.
  public var operation: String
  /// The counts of this run; what it redelivered had been counted before.
  public var counts: RunCounts
  /// The counts of the operation, over all its runs.
  public var total: RunCounts
  /// The sinks, in routing order.
  public var sinks: [Sink]
  /// What the calls came to, by service, in the order of the plan.
  public var services: [ServiceSummary] = []
  /// How long it took.
  public var elapsed: Duration

  /// Whether the run finished what an earlier one had begun, whose dead letters then count for its exit code.
  public var finishesEarlierRun = false

  /// What the run redelivered, if anything was due.
  public var redelivery: Redelivery?

  /// Records that this run gave up, of the input or redelivered ones, and that are dead letters still.
  public var deadLettersLeft: Int64 {
    counts.deadLettered + (redelivery.map { $0.inherited - $0.recovered } ?? 0)
  }

  /// 1 failed, 0 done, 3 done with dead letters, 4 stopped at a checkpoint.
  public var exitCode: Int32 {
    switch end {
    case .completed: (finishesEarlierRun ? total.deadLettered : deadLettersLeft) > 0 ? 3 : 0
    case .nothingToDo: 0
    case .stopped: 4
    case .failed(let problem): problem.kind.exitCode
    }
  }
}

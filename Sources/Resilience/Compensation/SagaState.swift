/// The compensated stages one record has been through, and their undoing in reverse order.
///
/// Everything that changes it is a `SagaEntry`; writing those to a journal and applying them again gives the
/// same state in another process. A stage is undone if it completed or if nobody knows.
///
/// Invariant: compensations begin only after `abandoned`, and a stage is undone only when every later stage
/// is settled.
public struct SagaState: Sendable, Hashable {
  /// How far a stage has come.
  public enum Progress: Sendable, Hashable {
    /// Called, with no word of how it ended.
    case unknown
    /// Done.
    case completed
    /// Being undone; attempts so far.
    case compensating(attempts: Int)
    /// Undone.
    case compensated
    /// Couldn't be undone.
    case compensationFailed
  }

  /// What to do next.
  public enum Action: Sendable, Hashable {
    /// Journal the entry, then run the stage's compensation with the key of `IdempotencyKey`.
    case compensate(stage: Int, journal: SagaEntry)
    /// A compensation is running, or waits for its next attempt.
    case wait
    /// All that can be undone is; the stages listed need a person.
    case finished(failed: [Int])
  }

  /// Stages by their position in the pipeline.
  public private(set) var stages: [Int: Progress] = [:]
  /// Whether the record was given up for good.
  public private(set) var isAbandoned = false
  private var isRunning = false

  /// No stage has been called.
  public init() {}

  /// The saga that a journal describes. A compensation that was running when the process died runs again.
  public init(journal: some Sequence<SagaEntry>) {
    for entry in journal { apply(entry) }
    isRunning = false
  }

  /// Applies an entry that has been journaled.
  public mutating func apply(_ entry: SagaEntry) {
    switch entry {
    case .intended(let stage): if stages[stage] != .completed { stages[stage] = .unknown }
    case .completed(let stage): stages[stage] = .completed
    case .notDone(let stage): stages[stage] = nil
    case .abandoned: isAbandoned = true
    case .compensating(let stage, let attempt):
      stages[stage] = .compensating(attempts: attempt)
      isRunning = true
    case .compensated(let stage):
      stages[stage] = .compensated
      isRunning = false
    case .compensationFailed(let stage):
      stages[stage] = .compensationFailed
      isRunning = false
    }
  }

  /// What a stage that was given up leaves behind: nothing, if it provably did nothing.
  public func gaveUp(stage: Int, effect: AttemptFailure.Effect) -> SagaEntry? {
    effect == .none && stages[stage] == .unknown ? .notDone(stage: stage) : nil
  }

  /// What to do now that the record is given up for good; latest stage first.
  public func next() -> Action {
    precondition(isAbandoned, "compensation before the record was given up")
    if isRunning { return .wait }
    for stage in stages.keys.sorted(by: >) {
      switch stages[stage] {
      case .unknown, .completed:
        return .compensate(stage: stage, journal: .compensating(stage: stage, attempt: 1))
      case .compensating(let attempts):
        return .compensate(stage: stage, journal: .compensating(stage: stage, attempt: attempts + 1))
      case .compensated, .compensationFailed, .none: continue
      }
    }
    return .finished(failed: stages.filter { $0.value == .compensationFailed }.keys.sorted())
  }

  /// The entry to journal and apply after a compensation attempt: undone, failed for good, or nil and a time
  /// to try again at.
  public mutating func compensationEnded(
    stage: Int, _ outcome: Outcome, retry: inout RetryState, options: CompensationOptions, now: Instant,
    random: inout some RandomNumberGenerator
  ) -> (entry: SagaEntry?, retryAt: Instant?) {
    isRunning = false
    switch outcome {
    case .success: return (.compensated(stage: stage), nil)
    case .cancelled, .refused: return (nil, nil)
    case .failure(var failure):
      // The server honours the key, so repeating it is safe; a system failure may pass as well.
      failure.effect = .none
      if failure.failureClass == .system { failure.failureClass = .transient }
      let decision = retry.failed(
        failure, options: options.retry, backoff: Backoff(options.retry), now: now, random: &random)
      switch decision {
      case .retry(let at): return (nil, at)
      case .giveUp: return (.compensationFailed(stage: stage), nil)
      }
    }
  }

  /// The latest stage a replay of the record's dead letter may begin at: the first one that was undone, else
  /// the one that failed.
  public func reentryStage(failed: Int) -> Int {
    stages.filter { $0.value != .completed && $0.value != .unknown }.keys.min().map { min($0, failed) }
      ?? failed
  }
}

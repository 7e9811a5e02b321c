import PipelineModel
import Resilience

/// The call stages of a run, by their position in the plan, and the services they share.
final class CallStages: Sendable {
  let timers = Timers()
  private let services: CallServices
  private let stages: [Int: CallStage]
  private let journal: CallJournal?
  /// Cells that the source fills.
  private let sourceWidth: Int
  /// Records of a batch: a run that is stopped makes the calls again of batches that weren't complete, so there are as
  /// few as keep the cost of a batch small; where rates are limited, about those of a second.
  let recordsPerBatch: Int

  /// - Parameter directory: the operation's folder.
  init(
    _ plan: Plan, _ options: RunOptions, directory: String, files: any FileSystem, observer: any RunObserver
  ) {
    let journal =
      plan.calls.isEmpty ? nil : CallJournal(directory: directory, files: files, observer: observer)
    self.journal = journal
    let services = CallServices(plan, faults: options.faults, journal: journal)
    self.services = services
    var stages: [Int: CallStage] = [:]
    for (index, stage) in plan.stages.enumerated() {
      guard case .call(let step, let policy) = stage.work else { continue }
      stages[index] = CallStage(
        name: stage.name, call: PlannedCall(uses: stage.uses, step: step, policy: policy),
        services: services, classification: plan.classification, timers: timers, journal: journal,
        observer: observer)
    }
    self.stages = stages
    let rates = plan.calls.compactMap { $0.policy.service?.options.rateLimit?.callsPerSecond }
    recordsPerBatch = Int(min(1024, max(16, rates.min() ?? 1024)))
    let schema = plan.source?.schema
    sourceWidth = 1 + ((schema?.columns.map(\.slot) ?? []) + [schema?.restSlot ?? -1]).reduce(-1, max)
  }

  var isEmpty: Bool { stages.isEmpty }

  subscript(stage: Int) -> CallStage? { stages[stage] }

  /// What the calls have come to, by service.
  var summaries: [ServiceSummary] {
    let now = Timers.now
    return services.all.map { $0.statistics.summary(now: now) }
  }

  /// The circuits as a checkpoint keeps them.
  var breakers: [Checkpoint.Breaker] { services.snapshots }

  /// Continues what an earlier process left: circuits that are open, and calls between two attempts.
  func restore(_ checkpoint: Checkpoint, isFresh: Bool) throws(EngineProblem) {
    guard let journal else { return }
    try journal.open(isFresh: isFresh)
    services.restore(checkpoint.breakers ?? [], journal.current.breakers)
  }

  /// Frees what is in flight, and reads the idempotency keys that the store holds.
  func restoreKeys(_ store: StateStore) throws(EngineProblem) {
    for keys in stages.values.compactMap(\.keys) {
      let (stage, limit, expiry) = (keys.stage, keys.limit, keys.expiry)
      keys.restore(
        try IdempotencyKeyStore.keys(stage: stage, limit: limit, expiry: expiry, in: store))
    }
  }

  /// A checkpoint that settles these is durable.
  func settled(_ keys: [StoredKey], records: [String]) {
    for stage in stages.values {
      guard let own = stage.keys else { continue }
      own.complete(keys.filter { $0.stage == own.stage })
    }
    journal?.append(records.map { .settled(record: $0) })
  }

  /// Writes down what must survive a loss of power before anything is done.
  func commit(_ entries: [JournalEntry]) async throws(EngineProblem) { try await journal?.commit(entries) }

  /// Takes up records that an earlier process had given up: nothing of them is done any more, but what they have
  /// done is undone.
  func takeUp(_ batch: Batch, _ identity: RecordIdentity) -> BatchCalls {
    var book = BatchCalls()
    guard let sagas = journal?.current.sagas, !sagas.isEmpty else { return book }
    for row in batch.selection.map(Int.init) {
      let origin = batch.origin(row)
      let offset = origin.offset
      let messageID = identity.messageID(file: batch.file, offset: offset)
      guard let saved = sagas[messageID] else { continue }
      var saga = RecordSaga(
        messageID: messageID, traceID: identity.traceID(file: batch.file, offset: offset),
        place: RecordPlace(file: identity.path(batch.file), line: origin.line, offset: offset),
        timesUndone: batch.timesUndone, journal: saved.entries)
      for (stage, text) in saved.undo { saga.undo[stage] = stages[stage]?.compensation?.step.restore(text) }
      book.sagas[row] = saga
      guard let why = saved.abandonment else { continue }
      // What the stages before would have put there is gone; the dead letter goes without.
      let computed = batch.row(row) + sourceWidth
      computed.update(repeating: .missing, count: max(0, batch.width - sourceWidth))
      batch.fail(row, stage: why.stage, why.failure)
    }
    if !batch.failures.isEmpty { batch.compactSelection() }
    return book
  }

  /// Ends what the steps have open.
  func close() async {
    for stage in stages.values { await stage.close() }
  }
}

extension Plan {
  /// The calls of all stages.
  fileprivate var calls: [(step: any CallStep, policy: CallPolicy)] {
    stages.compactMap { if case .call(let step, let policy) = $0.work { (step, policy) } else { nil } }
  }
}

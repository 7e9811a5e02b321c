import PipelineModel
import Resilience

/// Why and where a record was given up, so that a later process can write its dead letter after undoing its stages.
struct Abandonment: Sendable, Codable, Equatable {
  /// The stage, by its position in the plan.
  var stage: Int
  var type: String
  var failureClass: FailureClass
  var severity: Severity
  var message: String

  init(_ failed: RowFailure) {
    stage = failed.stage
    type = failed.failure.type
    failureClass = failed.failure.failureClass
    severity = failed.failure.severity ?? failed.failure.failureClass.defaultSeverity
    message = failed.failure.message
  }

  var failure: Failure {
    var failure = Failure(type, failureClass, message)
    failure.severity = severity
    return failure
  }
}

extension CallStages {
  /// Undoes the stages of the batch's records that were given up: latest first, each once more after a crash in
  /// between, and notes in their failures what came of it.
  ///
  /// - Returns: why the run must stop, if it must; the batch is then not settled, and its records are taken up again.
  /// - Throws: why the run can't go on.
  func compensate(
    _ batch: Batch, _ book: BatchCalls, _ drain: Drain
  ) async throws(EngineProblem) -> String? {
    let given = batch.failures.filter { !(book.sagas[$0.row]?.state.stages.isEmpty ?? true) }
    if given.isEmpty { return nil }
    let task = Task {
      await withTaskGroup(of: (row: Int, undone: Undone).self) { group in
        for failed in given {
          guard let saga = book.sagas[failed.row] else { continue }
          group.addTask { (failed.row, await self.undo(saga, failed, batch.sequence, drain)) }
        }
        var all: [(row: Int, undone: Undone)] = []
        for await one in group { all.append(one) }
        return all
      }
    }
    let number = drain.enter(batch.sequence) { task.cancel() }
    defer { drain.leave(batch.sequence, number) }
    var pause: String?
    var problem: EngineProblem?
    for (row, undone) in await task.value {
      batch.noteCompensations(undone.outcomes, of: row)
      if let reason = undone.pause { pause = reason }
      if let why = undone.problem { problem = why }
    }
    if let problem { throw problem }
    return pause
  }

  private struct Undone: Sendable {
    var outcomes: [CompensationOutcome] = []
    var pause: String?
    var problem: EngineProblem?
  }

  private func undo(
    _ saga: RecordSaga, _ failed: RowFailure, _ sequence: Int, _ drain: Drain
  ) async -> Undone {
    var saga = saga
    var undone = Undone()
    do throws(EngineProblem) {
      try await undo(&saga, failed, sequence, drain, &undone)
    } catch {
      undone.problem = error
    }
    return undone
  }

  private func undo(
    _ saga: inout RecordSaga, _ failed: RowFailure, _ sequence: Int, _ drain: Drain, _ undone: inout Undone
  ) async throws(EngineProblem) {
    if !saga.state.isAbandoned {
      try await commit([
        .abandoned(record: saga.messageID, Abandonment(failed)), .saga(record: saga.messageID, .abandoned),
      ])
      saga.apply(.abandoned)
    }
    while case .compensate(let stage, let entry) = saga.state.next() {
      try await commit([.saga(record: saga.messageID, entry)])
      saga.apply(entry)
      let end = await self[stage]?.undo(saga, stage, sequence, drain) ?? .cancelled
      switch end {
      case .cancelled: return
      case .pause(let reason):
        undone.pause = reason
        return
      case .broken(let problem): throw problem
      case .failed(let failure, _):
        try await finish(.compensationFailed(stage: stage), &saga, &undone, failure)
      case .success, .duplicate, .skipped, .fallback, .reroute:
        try await finish(.compensated(stage: stage), &saga, &undone, nil)
      }
    }
    // What an earlier process could not undo belongs into this dead letter as well.
    for (stage, progress) in saga.state.stages.sorted(by: { $0.key > $1.key })
    where progress == .compensationFailed {
      guard let name = self[stage]?.name, !undone.outcomes.contains(where: { $0.stage == name }) else {
        continue
      }
      undone.outcomes.append(
        CompensationOutcome(stage: name, at: timestampText(), failure: "it failed in an earlier run"))
    }
  }

  private func finish(
    _ entry: SagaEntry, _ saga: inout RecordSaga, _ undone: inout Undone, _ failure: Failure?
  ) async throws(EngineProblem) {
    try await commit([.saga(record: saga.messageID, entry)])
    saga.apply(entry)
    let stage: Int
    switch entry {
    case .compensated(let index), .compensationFailed(let index): stage = index
    default: return
    }
    guard let call = self[stage] else { return }
    call.noteCompensation(saga, failure)
    undone.outcomes.append(
      CompensationOutcome(
        stage: call.name, at: timestampText(), failure: failure.map { "\($0.type): \($0.message)" }))
  }
}

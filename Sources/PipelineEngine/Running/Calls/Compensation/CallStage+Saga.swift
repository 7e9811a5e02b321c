import PipelineModel
import Resilience

extension CallStage {
  /// Journals that the stage is about to be called for these records, before any of them is: from here on it may
  /// have happened.
  func intend(
    _ records: [(row: Int, record: CallRecord)], _ batch: Batch, _ stage: Int, _ book: inout BatchCalls
  ) async throws(EngineProblem) {
    if isSingle || reroute?.isSingle == true { book.singles.formUnion(records.map(\.record.messageID)) }
    guard compensation != nil else { return }
    for (row, record) in records {
      // The call that undoes the stage may be made from an answer that never came; then it is null.
      batch.assign(step.substitute("null"), row)
      var saga =
        book.sagas[row]
        ?? RecordSaga(
          messageID: record.messageID, traceID: record.traceID, place: record.place,
          timesUndone: batch.timesUndone)
      saga.apply(.intended(stage: stage))
      book.sagas[row] = saga
    }
    try await commit(records.map { .saga(record: $0.record.messageID, .intended(stage: stage)) })
  }

  /// Notes how the stage ended for a row, with the call that would undo it.
  func conclude(_ row: Int, _ end: CallEnd, _ batch: Batch, _ stage: Int, _ book: inout BatchCalls) {
    guard let compensation, var saga = book.sagas[row] else { return }
    var entries: [JournalEntry] = []
    let wasDone: SagaEntry?
    switch end {
    case .success: wasDone = .completed(stage: stage)
    case .duplicate: wasDone = .notDone(stage: stage)
    case .failed(let failure, _): wasDone = saga.state.gaveUp(stage: stage, effect: failure.effect)
    case .fallback(_, let effect), .skipped(let effect):
      wasDone = saga.state.gaveUp(stage: stage, effect: effect)
    case .reroute, .cancelled, .pause, .broken: return
    }
    if let wasDone {
      saga.apply(wasDone)
      entries.append(.saga(record: saga.messageID, wasDone))
    }
    if saga.state.stages[stage] != nil {
      // Without what the answer would have said there may be no call to make; then a person must see to it.
      if let undo = try? compensation.step.prepare(row, in: batch) {
        saga.undo[stage] = undo
        if let saved = undo.saved {
          entries.append(.undo(record: saga.messageID, stage: stage, saved))
        }
      }
    }
    book.sagas[row] = saga
    write(entries)
  }

  /// Makes the call that undoes the stage.
  func undo(_ saga: RecordSaga, _ stage: Int, _ sequence: Int, _ drain: Drain) async -> CallEnd {
    guard let compensation, let call = saga.undo[stage] else {
      return .failed(
        Failure(
          "CompensationError", .permanent,
          "the call that undoes `\(name)` can't be made from what is known of the record"), [])
    }
    let record = CallRecord(
      batch: sequence, messageID: saga.messageID, traceID: saga.traceID, place: saga.place,
      key: IdempotencyKey.of(record: saga.messageID, stage: name, compensating: true),
      timesUndone: saga.timesUndone[name] ?? 0)
    return await compensation.drive(call, record, drain)
  }

  /// Counts and tells how a compensation ended.
  func noteCompensation(_ saga: RecordSaga, _ failure: Failure?) {
    (compensation ?? self).service.statistics.compensated(failure == nil)
    tell(
      PolicyNotice(
        kind: failure == nil ? .compensated : .compensationFailed,
        severity: failure == nil ? .info : .critical,
        message: failure.map { "stage `\(name)` could not be undone: \($0.message)" }
          ?? "stage `\(name)` was undone",
        service: service.name, stage: name, attempt: nil, messageID: saga.messageID, traceID: saga.traceID,
        place: saga.place, errorType: failure?.type, failureClass: failure?.failureClass))
  }
}

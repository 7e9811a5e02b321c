import PipelineModel
import Resilience

/// What the call stages did with the rows of one batch, as far as it matters once the batch is done.
///
/// Used by the batch's own lane.
struct BatchCalls: Sendable {
  /// Keys that were claimed, by row.
  var keys: [Int: [(keys: IdempotencyKeys, key: String)]] = [:]
  /// Stages that may have to be undone, by row.
  var sagas: [Int: RecordSaga] = [:]
  /// Records with a call that must not be made twice.
  var singles: Set<String> = []

  /// The records that the journal need not know any more once they are settled, by message id.
  var journaled: [String] { Array(singles.union(sagas.values.map(\.messageID))) }

  /// The keys of the records that were not given up; the others are free again, so that a replay can use them.
  func settleKeys(_ batch: Batch) -> [StoredKey] {
    var settled: [StoredKey] = []
    let now = IdempotencyKeys.now.nanoseconds
    for (row, claims) in keys {
      for (keys, key) in claims {
        if batch.status(row) == .failed {
          keys.release(key)
        } else {
          settled.append(StoredKey(stage: keys.stage, key: key, completedAt: now))
        }
      }
    }
    return settled
  }
}

/// The compensated stages that one record has been through.
struct RecordSaga: Sendable {
  /// Names the record.
  let messageID: String
  /// Names its trace.
  let traceID: String
  /// Where it came from.
  let place: RecordPlace
  /// How often its stages were undone before, by name.
  let timesUndone: [String: Int]
  private(set) var state = SagaState()
  /// The calls that undo the stages.
  var undo: [Int: any PreparedCall] = [:]

  init(
    messageID: String, traceID: String, place: RecordPlace, timesUndone: [String: Int],
    journal: [SagaEntry] = []
  ) {
    self.place = place
    self.timesUndone = timesUndone
    self.messageID = messageID
    self.traceID = traceID
    state = SagaState(journal: journal)
  }

  mutating func apply(_ entry: SagaEntry) { state.apply(entry) }
}

import PipelineModel

/// What a lane hands over when all stages are done with a batch.
struct SettledBatch: Sendable {
  /// The batch's place in the source's order.
  var sequence: Int
  /// Where reading goes on after it.
  var end: SourcePosition
  /// Whether a checkpoint is taken right after it.
  var isBarrier: Bool
  /// The bytes for each sink, in routing order; nil where there are none.
  var outputs: [EncodedOutput?]
  /// What became of its records.
  var counts: RunCounts
  /// Records for each sink.
  var sinkRecords: [Int64]
  /// Records given up; nil if there are none.
  var deadLetters: DeadLetters?
  /// At a barrier: the snapshots of the ordered stages.
  var steps: [(stage: String, snapshot: StepSnapshot)]
  /// The dead letter that is replayed in it, for a replay.
  var replayed: DeadLetter?
  /// Idempotency keys whose work is done with it.
  var keys: [StoredKey]
  /// Records that the journal of the calls need not know any more, by message id.
  var records: [String]
  /// For the log: failures of severity high and above, warnings of steps.
  var warnings: [String]

  /// Records that were given up, in source order.
  struct DeadLetters: Sendable {
    var block: DeadLetterBlock
    /// For each of them, how many records of the batch come before it.
    var recordsBefore: [Int64]
  }
}

/// Encoded records on their way to a sink.
final class EncodedOutput: @unchecked Sendable {
  // Unchecked because of the raw memory: the lane fills it, then hands it to the settler through a lock.
  var buffer = OutputBuffer()
}

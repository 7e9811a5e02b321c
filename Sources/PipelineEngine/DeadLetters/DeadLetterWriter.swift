import PipelineModel
import Resilience

/// Writes the dead letters of a batch.
struct DeadLetterWriter: Sendable {
  let plan: Plan
  let identity: RecordIdentity
  let runID: String
  let planDigest: String
  /// Writes a record as it was before each stage, and before the sinks.
  let bodies: [any RecordEncoder]

  private let replay: ReplaySource?

  init(plan: Plan, identity: RecordIdentity, runID: String, planDigest: String, replay: ReplaySource? = nil) {
    self.replay = replay
    self.plan = plan
    self.identity = identity
    self.runID = runID
    self.planDigest = planDigest
    bodies = plan.stages.map { plan.bodyEncoder($0.input) } + [plan.bodyEncoder(plan.finalSchema)]
  }

  /// An entry for each record that was given up, in source order, with the number of records of the batch before
  /// it; nil if there are none.
  func letters(of batch: Batch) -> SettledBatch.DeadLetters? {
    if batch.failures.isEmpty { return nil }
    let now = timestampText()
    let failures = batch.failures.sorted { $0.row < $1.row }
    let block = DeadLetterBlock(rows: failures.count)
    var cause = Cause()
    for failed in failures { append(failed, batch, now, &cause, to: block) }
    guard let earlier = replay?.entry(of: batch.sequence) else {
      return SettledBatch.DeadLetters(block: block, recordsBefore: failures.map { Int64($0.row) })
    }
    let returned = (0..<block.count).map { block.letter($0).returned(to: earlier) }
    return SettledBatch.DeadLetters(
      block: DeadLetterBlock(returned), recordsBefore: failures.map { Int64($0.row) })
  }

  /// What the entry before was given up for; mostly the next one is for the same.
  private struct Cause {
    var stage = Int.min
    var type = ""
    var message = ""
    var field: String?
    var failureClass: FailureClass?
    var severity: Severity?
  }

  private func append(
    _ failed: RowFailure, _ batch: Batch, _ now: String, _ cause: inout Cause, to block: DeadLetterBlock
  ) {
    let origin = batch.origin(failed.row)
    let isFirst = block.count == 0
    block.beginRow()
    if isFirst {
      block.set(.operation, identity.operation)
      block.set(.runID, runID)
      block.set(.file, identity.path(batch.file))
      block.set(.receivedAt, now)
      block.set(.failedAt, now)
      block.set(.planDigest, planDigest)
    }
    appendCause(failed, &cause, to: block)
    block.set(.messageID, identity.messageID(file: batch.file, offset: origin.offset))
    block.set(.traceID, identity.traceID(file: batch.file, offset: origin.offset))
    block.set(.line, origin.line)
    block.set(.offset, origin.offset)
    block.set(.original, UnsafeRawBufferPointer(batch.original(failed.row)))
    block.set(.body) { output in appendBody(failed, batch, to: &output) }
    block.set(.retryCount, Int64(max(0, (failed.attempts.last?.number ?? 1) - 1)))
    block.set(.attempts, failed.history)
  }

  private func appendCause(_ failed: RowFailure, _ cause: inout Cause, to block: DeadLetterBlock) {
    let failure = failed.failure
    let (failureClass, usualSeverity) = plan.classification.classify(failure)
    // What was done and can't be undone is for a person to see to.
    let severity = failed.compensations.contains { $0.failure != nil } ? .critical : usualSeverity
    if failed.stage == cause.stage, failure.type == cause.type, failure.message == cause.message,
      failure.field == cause.field, severity == cause.severity, failureClass == cause.failureClass
    {
      return
    }
    cause = Cause(
      stage: failed.stage, type: failure.type, message: failure.message, field: failure.field,
      failureClass: failureClass, severity: severity)
    let stage =
      failed.stage < 0
      ? "source" : failed.stage < plan.stages.count ? plan.stages[failed.stage].name : "sinks"
    block.set(.stage, stage)
    block.set(.failureClass, failureClass.name)
    block.set(.severity, severity.name)
    block.set(.errorType, failure.type)
    block.set(.errorMessage, failure.message)
    block.set(.field, failure.field)
    block.set(
      .fingerprint,
      Fingerprint.of(
        failureClass: failureClass.name, stage: stage, type: failure.type, message: failure.message))
  }

  /// Appends the record as it was when it failed; nothing if it could not be decoded.
  private func appendBody(_ failed: RowFailure, _ batch: Batch, to output: inout OutputBuffer) {
    if failed.stage < 0 { return }
    let start = output.count
    withUnsafePointer(to: UInt32(failed.row)) { row in
      bodies[failed.stage].encode(UnsafeBufferPointer(start: row, count: 1), of: batch, into: &output)
    }
    if output.count > start, output.base[output.count - 1] == UInt8(ascii: "\n") { output.count -= 1 }
  }
}

extension RowFailure {
  /// The attempts, and what became of the stages before, as a JSON array.
  fileprivate var history: String {
    attempts.isEmpty && compensations.isEmpty
      ? "[]"
      : "[" + (attempts.map(\.json) + compensations.map(\.json)).joined(separator: ",") + "]"
  }
}

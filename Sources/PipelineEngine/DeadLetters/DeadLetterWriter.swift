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

  private let names: [String]
  private let replay: ReplaySource?
  private let now: @Sendable () -> Timestamp

  init(
    plan: Plan, identity: RecordIdentity, runID: String, planDigest: String, replay: ReplaySource? = nil,
    now: @escaping @Sendable () -> Timestamp
  ) {
    self.replay = replay
    self.now = now
    self.plan = plan
    self.identity = identity
    self.runID = runID
    self.planDigest = planDigest
    names = plan.stages.map(\.name)
    bodies = plan.stages.map { plan.bodyEncoder($0.input) } + [plan.bodyEncoder(plan.finalSchema)]
  }

  /// One entry for each record that was given up, in source order.
  func letters(of batch: Batch) -> [(recordsBefore: Int64, letter: DeadLetter)] {
    if batch.failures.isEmpty { return [] }
    let now = timestampText(now())
    let earlier = replay?.entry(of: batch.sequence)
    return batch.failures.sorted { $0.row < $1.row }.map { failure in
      var letter = letter(failure, batch, now)
      if let earlier { letter = letter.returned(to: earlier, isRedelivery: replay?.isRedelivery ?? false) }
      if letter.errorType != "ReplayError" { letter.body = body(failure, letter, batch) }
      return (Int64(failure.row), letter)
    }
  }

  private func letter(_ failed: RowFailure, _ batch: Batch, _ now: String) -> DeadLetter {
    let failure = failed.failure
    let (failureClass, usualSeverity) = plan.classification.classify(failure)
    // What was done and can't be undone is for a person to see to.
    let severity = failed.compensations.contains { $0.failure != nil } ? .critical : usualSeverity
    let stage =
      failed.stage < 0
      ? "source" : failed.stage < plan.stages.count ? plan.stages[failed.stage].name : "sinks"
    let origin = batch.origin(failed.row)
    var letter = DeadLetter(
      messageID: identity.messageID(file: batch.file, offset: origin.offset), operation: identity.operation,
      runID: runID, stage: stage, failureClass: failureClass, severity: severity, errorType: failure.type,
      errorMessage: failure.message, field: failure.field,
      fingerprint: Fingerprint.of(
        failureClass: failureClass.name, stage: stage, type: failure.type, message: failure.message),
      file: identity.path(batch.file), line: origin.line, offset: origin.offset,
      original: [UInt8](batch.original(failed.row)), body: [], receivedAt: now,
      failedAt: now,
      retryCount: max(0, (failed.attempts.last?.number ?? 1) - 1),
      traceID: identity.traceID(file: batch.file, offset: origin.offset),
      planDigest: planDigest, attempts: history(failed, batch))
    if failed.stage >= 0 { letter.sequenceKey = plan.sequenceKey?.text(of: failed.row, in: batch) }
    return letter
  }

  /// The record as it was where a replay enters.
  private func body(_ failed: RowFailure, _ letter: DeadLetter, _ batch: Batch) -> [UInt8] {
    if failed.stage < 0 { return [] }
    let entry = letter.reentry(among: names)
    let index = entry == letter.stage ? failed.stage : names.firstIndex(of: entry) ?? failed.stage
    var output = OutputBuffer(capacity: 512)
    withUnsafePointer(to: UInt32(failed.row)) { row in
      bodies[index].encode(UnsafeBufferPointer(start: row, count: 1), of: batch, into: &output)
    }
    var bytes = [UInt8](output.bytes)
    if bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
    return bytes
  }
}

extension DeadLetterWriter {
  /// The attempts, and what became of the stages before, as a JSON array.
  private func history(_ failed: RowFailure, _ batch: Batch) -> String {
    // Those that the entry came with are in its own history.
    let known = replay?.entry(of: batch.sequence).map { Set($0.fallbacks) } ?? []
    let fallbacks = (batch.fallbacks[failed.row] ?? []).filter { !known.contains($0) }
    return "["
      + (fallbacks.map(DeadLetter.fallback) + failed.attempts.map(\.json) + failed.compensations.map(\.json))
      .joined(separator: ",") + "]"
  }
}

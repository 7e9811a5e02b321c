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
  /// The steps that remember records, by stage; asked for keys only.
  private let steps: [(any OrderedStep)?]
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
    steps = plan.stages.map { if case .ordered(let make) = $0.work { make() } else { nil } }
    bodies = plan.stages.map { plan.bodyEncoder($0.input) } + [plan.bodyEncoder(plan.finalSchema)]
  }

  /// An entry for each record that was given up, in source order, with the number of records of the batch before
  /// it; nil if there are none.
  func letters(of batch: Batch) -> SettledBatch.DeadLetters? {
    if batch.failures.isEmpty { return nil }
    let now = timestampText(now())
    let failures = batch.failures.sorted { $0.row < $1.row }
    var block = DeadLetterBlock(rows: failures.count)
    var cause = Cause()
    for failed in failures { append(failed, batch, now, &cause, to: block) }
    if let replay, let earlier = replay.entry(of: batch.sequence) {
      block = DeadLetterBlock(
        failures.enumerated().map { row, failed in
          var letter = block.letter(row).returned(to: earlier, isRedelivery: replay.isRedelivery)
          if letter.errorType != "ReplayError", failed.stage >= 0 {
            letter.body = body(failed, letter, batch)
          }
          return letter
        })
    }
    return SettledBatch.DeadLetters(block: block, recordsBefore: failures.map { Int64($0.row) })
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
      block.set(.redeliveries, 0)
    }
    appendCause(failed, &cause, to: block)
    block.set(.messageID, identity.messageID(file: batch.file, offset: origin.offset))
    block.set(.traceID, identity.traceID(file: batch.file, offset: origin.offset))
    block.set(.line, origin.line)
    block.set(.offset, origin.offset)
    block.set(.original, UnsafeRawBufferPointer(batch.original(failed.row)))
    block.set(.retryCount, Int64(max(0, (failed.attempts.last?.number ?? 1) - 1)))
    block.set(.attempts, history(failed, batch))
    if let key = plan.sequenceKey {
      block.set(.sequenceKey, failed.stage < 0 ? nil : key.text(of: failed.row, in: batch))
    }
    // Only what was undone enters anywhere but at the stage that gave it up.
    let format =
      failed.compensations.isEmpty ? failed.stage : format(failed, block.letter(block.count - 1))
    block.set(.body) { output in appendBody(failed, batch, as: format, to: &output) }
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
        failureClass: failureClass.name, stage: stage,
        // A 401 and a 404 are not one cause, though numbers in messages are masked.
        type: failure.status.map { "\(failure.type) \($0)" } ?? failure.type, message: failure.message))
  }

  /// The record as it was where a replay enters.
  private func body(_ failed: RowFailure, _ letter: DeadLetter, _ batch: Batch) -> [UInt8] {
    var output = OutputBuffer(capacity: 512)
    appendBody(failed, batch, as: format(failed, letter), to: &output)
    return [UInt8](output.bytes)
  }

  /// The number of the stage at which a replay of the entry enters.
  private func format(_ failed: RowFailure, _ letter: DeadLetter) -> Int {
    let entry = letter.reentry(among: names)
    return entry == letter.stage ? failed.stage : names.firstIndex(of: entry) ?? failed.stage
  }

  /// Appends the record as it was before a stage; nothing if it could not be decoded.
  private func appendBody(
    _ failed: RowFailure, _ batch: Batch, as index: Int, to output: inout OutputBuffer
  ) {
    if failed.stage < 0 { return }
    let start = output.count
    withUnsafePointer(to: UInt32(failed.row)) { row in
      bodies[index].encode(UnsafeBufferPointer(start: row, count: 1), of: batch, into: &output)
    }
    if output.count > start, output.base[output.count - 1] == UInt8(ascii: "\n") { output.count -= 1 }
  }
}

extension DeadLetterWriter {
  /// The attempts, and what became of the stages before, as a JSON array.
  private func history(_ failed: RowFailure, _ batch: Batch) -> String {
    let keys = rememberedKeys(failed, batch)
    if failed.attempts.isEmpty, failed.compensations.isEmpty, batch.fallbacks.isEmpty, keys.isEmpty {
      return "[]"
    }
    // Those that the entry came with are in its own history.
    let known = replay?.entry(of: batch.sequence).map { Set($0.fallbacks) } ?? []
    let fallbacks = (batch.fallbacks[failed.row] ?? []).filter { !known.contains($0) }
    let outcomes = keys + fallbacks.map(DeadLetter.fallback)
    return "["
      + (outcomes + failed.attempts.map(\.json) + failed.compensations.map(\.json)).joined(separator: ",")
      + "]"
  }

  /// The keys by which stages before the failed one know the record now, so that a replay of it is no duplicate
  /// of itself. A step never overwrites what it was given: the cells are still those that the stage saw.
  private func rememberedKeys(_ failed: RowFailure, _ batch: Batch) -> [String] {
    steps.enumerated().compactMap { index, step in
      guard let step, index >= batch.firstStage, index < failed.stage else { return nil }
      if let when = plan.stages[index].when, (try? when.holds(for: failed.row, in: batch)) != true {
        return nil
      }
      guard let key = step.key(of: failed.row, in: batch), batch.ownKeys[index]?.contains(key) != true else {
        return nil
      }
      return DeadLetter.remembered(key, by: names[index])
    }
  }
}

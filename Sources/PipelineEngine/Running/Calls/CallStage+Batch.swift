import PipelineModel
import Resilience

extension CallStage {
  /// Makes the calls of a batch's rows, side by side, and assigns their results.
  ///
  /// - Parameter book: what earlier stages did with the rows; this one adds to it.
  /// - Returns: why the run must stop, if a policy says so; the batch is then only partly done.
  /// - Throws: why the run can't go on.
  func apply(
    to batch: Batch, rows: [UInt32], stage: Int, identity: RecordIdentity, book: inout BatchCalls,
    _ drain: Drain
  ) async throws(EngineProblem) -> String? {
    let calls: CallBatch
    if namesFirst {
      let records = records(rows, batch, stage, identity)
      try await intend(records, batch, stage, &book)
      calls = CallBatch(batch, records, stage, book)
    } else {
      calls = CallBatch(batch, rows, stage, book) { self.named($0, batch, identity) }
    }
    let task = Task(executorPreference: step.executor) {
      await self.make(calls, identity, drain)
      calls.end()
    }
    let number = drain.enter(batch.sequence) { task.cancel() }
    defer { drain.leave(batch.sequence, number) }
    await calls.nameAhead()
    await task.value
    let outcome = calls.outcome
    book = outcome.book
    if let problem = outcome.problem { throw problem }
    return outcome.pause
  }

  /// Makes the calls, as many at a time as there are places.
  ///
  /// A place belongs to a task that takes up one row after another, until there are none; a task a row would cost a
  /// tenth of the time of a call to a near service.
  private func make(_ calls: CallBatch, _ identity: RecordIdentity, _ drain: Drain) async {
    do {
      try await withThrowingDiscardingTaskGroup { group in
        while calls.hasMore {
          guard await slots.acquire() else { break }
          if let entries, await !entries.acquire() {
            slots.release()
            break
          }
          group.addTask { try await self.makeSome(calls, identity, drain) }
        }
      }
    } catch {
      // Nothing of this batch will be settled, so its other calls needn't be made, and the group has ended them.
    }
  }

  /// Makes one call after another, until there are no more or one has had to wait and lost its place among those that
  /// are let in.
  ///
  /// - Throws: if the run must stop.
  private func makeSome(_ calls: CallBatch, _ identity: RecordIdentity, _ drain: Drain) async throws {
    var isIn = entries != nil
    var machine = AttemptMachine(stack)
    defer {
      if isIn { entries?.release() }
      slots.release()
    }
    while let (row, record, call) = calls.next(self) {
      var (end, claimed) = await drive(call, record, drain, &machine, &isIn)
      if let claimed, let keys { calls.claimed(row, keys, claimed) }
      if case .reroute = end { end = await callInstead(row, calls, identity, drain) }
      if !calls.take(row, end, self) { throw CancellationError() }
      if entries != nil, !isIn { return }
    }
  }

  /// Makes the call that takes the place of a row's own.
  private func callInstead(
    _ row: Int, _ calls: CallBatch, _ identity: RecordIdentity, _ drain: Drain
  ) async -> CallEnd {
    guard let reroute else { preconditionFailure("a fallback without its call") }
    let prepared: Result<(CallRecord, any PreparedCall), Failure> = calls.withBatch { batch in
      batch.markFallback(row, stage: name)
      do throws(Failure) {
        return .success((try record(row, batch, identity), try reroute.step.prepare(row, in: batch)))
      } catch { return .failure(error) }
    }
    switch prepared {
    case .success(let (record, call)): return await reroute.drive(call, record, drain)
    case .failure(let failure): return .failed(failure, [])
    }
  }

  /// Names the rows' calls; a row whose key can't be computed fails.
  private func records(
    _ rows: [UInt32], _ batch: Batch, _ stage: Int, _ identity: RecordIdentity
  ) -> [(row: Int, record: CallRecord)] {
    rows.compactMap { row in
      do throws(Failure) { return (Int(row), try record(Int(row), batch, identity)) } catch {
        batch.fail(Int(row), stage: stage, error)
        return nil
      }
    }
  }

  /// Whether all rows must be known before the first call is made: what is to be written down before, or computed from
  /// the batch while nobody writes to it.
  private var namesFirst: Bool {
    policy.idempotencyKey != nil || compensation != nil || isSingle || reroute?.isSingle == true
  }

  private func record(
    _ row: Int, _ batch: Batch, _ identity: RecordIdentity
  ) throws(Failure) -> CallRecord {
    var record = named(row, batch, identity)
    if Self.sendsKey(policy), let key = try key(row, batch) { record.key = key }
    return record
  }

  /// Names a row's call with a key that needs nothing but the record's name, if any.
  private func named(_ row: Int, _ batch: Batch, _ identity: RecordIdentity) -> CallRecord {
    let origin = batch.origin(row)
    let messageID = identity.messageID(file: batch.file, offset: origin.offset)
    return CallRecord(
      batch: batch.sequence, messageID: messageID,
      traceID: identity.traceID(file: batch.file, offset: origin.offset),
      place: RecordPlace(file: identity.path(batch.file), line: origin.line, offset: origin.offset),
      key: Self.sendsKey(policy) ? IdempotencyKey.of(record: messageID, stage: name) : nil,
      timesUndone: batch.timesUndone[name] ?? 0)
  }

  /// The key as the user computes it; nil if that is left to us.
  private func key(_ row: Int, _ batch: Batch) throws(Failure) -> String? {
    guard let expression = policy.idempotencyKey else { return nil }
    guard let text = try expression.value(for: row, in: batch).plainText, !text.isEmpty else {
      throw Failure(
        "IdempotencyKeyError", .permanent, "the idempotency key `\(expression.text)` is empty for this record"
      )
    }
    return String(decoding: text, as: UTF8.self)
  }
}

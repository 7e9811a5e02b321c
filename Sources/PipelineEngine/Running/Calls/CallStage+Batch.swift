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
    let records = records(rows, batch, stage, identity)
    try await intend(records, batch, stage, &book)
    let before = book
    let task = Task(executorPreference: step.executor) {
      await self.calls(of: batch, records, stage, identity, before, drain)
    }
    let number = drain.enter(batch.sequence) { task.cancel() }
    defer { drain.leave(batch.sequence, number) }
    let (after, pause, problem) = await task.value
    book = after
    if let problem { throw problem }
    return pause
  }

  /// One call that has ended.
  private typealias Ended = (row: Int, end: CallEnd, claimed: String?)

  /// What the calls of a batch have come to so far.
  private struct Outcome {
    var book: BatchCalls
    var pause: String?
    var problem: EngineProblem?
  }

  private func calls(
    of batch: Batch, _ records: [(row: Int, record: CallRecord)], _ stage: Int, _ identity: RecordIdentity,
    _ book: BatchCalls, _ drain: Drain
  ) async -> (BatchCalls, pause: String?, EngineProblem?) {
    await withTaskGroup(of: Ended.self) { group in
      var outcome = Outcome(book: book)
      var inFlight = 0
      for (row, record) in records {
        // A call that has ended keeps its memory until it is taken in, so they don't pile up.
        if inFlight == slots.count, let ended = await group.next() {
          inFlight -= 1
          if take(ended, batch, stage, identity, drain, &outcome, &group) { inFlight += 1 }
        }
        guard await slots.acquire() else { break }
        if let entries, await !entries.acquire() {
          slots.release()
          break
        }
        do throws(Failure) {
          let call = try step.prepare(row, in: batch)
          inFlight += 1
          group.addTask {
            defer { self.slots.release() }
            let (end, claimed) = await self.drive(call, record, drain, entries: self.entries)
            return (row, end, claimed)
          }
        } catch {
          slots.release()
          entries?.release()
          fail(row, error, batch, stage, &outcome)
        }
      }
      while let ended = await group.next() {
        _ = take(ended, batch, stage, identity, drain, &outcome, &group)
      }
      return (outcome.book, outcome.pause, outcome.problem)
    }
  }

  /// Takes in how a call ended; true if another one takes its place.
  private func take(
    _ ended: Ended, _ batch: Batch, _ stage: Int, _ identity: RecordIdentity, _ drain: Drain,
    _ outcome: inout Outcome, _ group: inout TaskGroup<Ended>
  ) -> Bool {
    let row = ended.row
    if let claimed = ended.claimed, let keys { outcome.book.keys[row, default: []].append((keys, claimed)) }
    switch ended.end {
    case .reroute:
      guard let reroute else { preconditionFailure("a fallback without its call") }
      batch.markFallback(row, stage: name)
      do throws(Failure) {
        let record = try record(row, batch, identity)
        let call = try reroute.step.prepare(row, in: batch)
        group.addTask { (row, await reroute.drive(call, record, drain).end, nil) }
        return true
      } catch {
        fail(row, error, batch, stage, &outcome)
      }
    case .pause(let reason):
      if outcome.pause == nil { outcome.pause = reason }
      // Nothing of this batch will be settled, so its other calls needn't be made.
      group.cancelAll()
    case .broken(let why):
      if outcome.problem == nil { outcome.problem = why }
      group.cancelAll()
    case .success, .duplicate, .skipped, .fallback, .failed, .cancelled:
      settle(row, ended.end, batch, stage)
      conclude(row, ended.end, batch, stage, &outcome.book)
    }
    return false
  }

  private func fail(_ row: Int, _ failure: Failure, _ batch: Batch, _ stage: Int, _ outcome: inout Outcome) {
    conclude(row, .failed(failure, []), batch, stage, &outcome.book)
    batch.fail(row, stage: stage, failure)
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

  private func settle(_ row: Int, _ end: CallEnd, _ batch: Batch, _ stage: Int) {
    switch end {
    case .success(let result): batch.assign(result, row)
    case .fallback(let json, _):
      batch.assign(step.substitute(json), row)
      batch.markFallback(row, stage: name)
    case .skipped:
      batch.assign(step.substitute("null"), row)
      batch.markFallback(row, stage: name)
    case .duplicate: batch.mark(row, .duplicate)
    case .failed(let failure, let attempts): batch.fail(row, stage: stage, failure, attempts: attempts)
    case .reroute, .cancelled, .pause, .broken: break
    }
  }

  private func record(
    _ row: Int, _ batch: Batch, _ identity: RecordIdentity
  ) throws(Failure) -> CallRecord {
    let offset = batch.origin(row).offset
    let messageID = identity.messageID(file: batch.file, offset: offset)
    return CallRecord(
      batch: batch.sequence, messageID: messageID,
      traceID: identity.traceID(file: batch.file, offset: offset),
      key: try key(row, batch, messageID), timesUndone: batch.timesUndone[name] ?? 0)
  }

  private func key(_ row: Int, _ batch: Batch, _ messageID: String) throws(Failure) -> String? {
    guard Self.sendsKey(policy) else { return nil }
    guard let expression = policy.idempotencyKey else {
      return IdempotencyKey.of(record: messageID, stage: name)
    }
    guard let text = try expression.value(for: row, in: batch).plainText, !text.isEmpty else {
      throw Failure(
        "IdempotencyKeyError", .permanent, "the idempotency key `\(expression.text)` is empty for this record"
      )
    }
    return String(decoding: text, as: UTF8.self)
  }
}

extension Batch {
  /// Assigns what a call brought.
  func assign(_ result: CallResult, _ row: Int) {
    for (slot, value) in result.assignments { self.row(row)[slot] = cell(value) }
  }
}

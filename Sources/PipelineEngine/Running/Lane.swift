import PipelineModel

/// Takes batches through all stages, one after another; several lanes work side by side.
struct Lane: Sendable {
  let plan: Plan
  let gate: ReaderGate
  let turnstiles: [Turnstile?]
  let orderedSteps: [(any OrderedStep)?]
  let settler: Settler
  let deadLetters: DeadLetterWriter
  let router: Router
  /// Records of the operation after which the run stops, and how many are already settled.
  let limit: RecordLimit?
  let calls: CallStages
  let identity: RecordIdentity
  let drain: Drain
  let stop: StopSignal
  /// The source, if it is the dead letters.
  let replay: ReplaySource?
  let marker: CrashMarker?
  /// The crashes because of which records are worked on one at a time; nil if they aren't.
  let crashes: CrashHistory?

  /// Works until there is nothing more to do.
  ///
  /// - Throws: what ended the run.
  func run(_ source: any Source) async throws(RunInterruption) {
    while true {
      if let limit, limit.isReached { return }
      guard let ticket = try nextTicket() else { return }
      marker?.prepareThread()
      let alone = crashes.map {
        LoneRecord(
          ticket.chunk, replay?.entry(of: ticket.chunk.sequence), history: $0, marker: marker)
      }
      var end = ticket.chunk.end
      let batch =
        alone?.enterSource(width: plan.width) ?? source.decode(ticket.chunk, width: plan.width)
      let now = wallClock()
      batch.receivedAt = Timestamp(seconds: now.seconds, nanoseconds: now.nanoseconds)
      if let limit, let cut = limit.take(batch) {
        do throws(SourceProblem) { end = try source.position(cut, in: ticket.chunk) } catch {
          throw .problem(EngineProblem(error))
        }
      }
      let identity = batch.identity ?? identity
      batch.identity = identity
      gate.decoded(batch.rowCount)
      batch.selectLiveRows()
      var book = calls.takeUp(batch, identity)
      var counts = RunCounts()
      counts.read = Int64(batch.rowCount)
      var snapshots: [(stage: String, snapshot: StepSnapshot)] = []
      var warnings: [String] = []
      for index in plan.stages.indices {
        if index < batch.firstStage {
          counts.stages.append(StageCounts())
          continue
        }
        guard
          let passed = try await pass(
            batch, through: index, alone, ticket.isBarrier, &book, &snapshots, &warnings)
        else { return }
        counts.stages.append(passed)
      }
      if let failure = alone?.enter(plan.stages.count) {
        giveUp(batch, plan.stages.count, failure)
        batch.compactSelection()
      }
      let routed = router.route(batch)
      if let pause = try await compensate(batch, book) {
        stop.request(pause)
        drain.doom(from: batch.sequence)
      }
      if drain.isDoomed(batch.sequence) { return }
      let tally = batch.tally
      counts.written = Int64(batch.rowCount - tally.dropped - tally.failed)
      counts.filtered = Int64(tally.filtered)
      counts.duplicates = Int64(tally.duplicates)
      counts.skipped = Int64(tally.skipped)
      counts.deadLettered = Int64(tally.failed)
      try await settler.deliver(
        SettledBatch(
          sequence: ticket.chunk.sequence, end: end, isBarrier: ticket.isBarrier, outputs: routed.outputs,
          counts: counts, sinkRecords: routed.records, deadLetters: self.deadLetters.letters(of: batch),
          steps: snapshots, replayed: replay?.takeEntry(of: ticket.chunk.sequence),
          keys: book.settleKeys(batch), records: book.journaled, warnings: warnings))
      alone?.leave()
    }
  }

  private func compensate(_ batch: Batch, _ book: BatchCalls) async throws(RunInterruption) -> String? {
    do throws(EngineProblem) { return try await calls.compensate(batch, book, drain) } catch {
      throw .problem(error)
    }
  }

  private func nextTicket() throws(RunInterruption) -> ReaderGate.Ticket? {
    do throws(SourceProblem) { return try gate.next() } catch { throw .problem(EngineProblem(error)) }
  }

  /// Takes a batch through a stage; nil if the batch is abandoned and the lane has nothing more to do.
  private func pass(
    _ batch: Batch, through index: Int, _ alone: LoneRecord?, _ isBarrier: Bool, _ book: inout BatchCalls,
    _ snapshots: inout [(stage: String, snapshot: StepSnapshot)], _ warnings: inout [String]
  ) async throws(RunInterruption) -> StageCounts? {
    let stage = plan.stages[index]
    var counts = StageCounts()
    counts.in = Int64(batch.selection.count)
    marker?.prepareThread()
    let before = batch.tally
    let refusal = alone?.enter(index)
    if let refusal { giveUp(batch, index, refusal) }
    let rows = refusal == nil ? select(stage, index, batch) : []
    switch stage.work {
    case .transform(let step):
      rows.withUnsafeBufferPointer { step.apply(to: batch, rows: $0, stage: index) }
    case .ordered:
      guard let turnstile = turnstiles[index], let step = orderedSteps[index] else {
        preconditionFailure("an ordered stage without its step")
      }
      guard await turnstile.enter(batch.sequence) else {
        if drain.isDoomed(batch.sequence) { return nil }
        throw .cancelled
      }
      defer { turnstile.leave() }
      marker?.prepareThread()
      let outcome = rows.withUnsafeBufferPointer { rows -> Failure? in
        do throws(Failure) {
          try step.apply(to: batch, rows: rows, stage: index)
          return nil
        } catch { return error }
      }
      if let outcome {
        throw .problem(EngineProblem(outcome, of: stage.name))
      }
      warnings += step.takeWarnings()
      if isBarrier { snapshots.append((stage.name, step.snapshot())) }
    case .call:
      guard let call = calls[index] else { preconditionFailure("a call stage without its call") }
      let pause: String?
      do throws(EngineProblem) {
        pause = try await call.apply(
          to: batch, rows: rows, stage: index, identity: batch.identity ?? identity, book: &book, drain)
      } catch {
        throw .problem(error)
      }
      if let pause {
        stop.request(pause)
        drain.doom(from: batch.sequence)
      }
      if drain.isDoomed(batch.sequence) { return nil }
    }
    // Only rows of the selection change, all of which were live.
    let after = batch.tally
    counts.failed = Int64(after.failed - before.failed)
    counts.dropped = Int64(after.dropped - before.dropped)
    if counts.failed + counts.dropped > 0 { batch.compactSelection() }
    return counts
  }

  private func giveUp(_ batch: Batch, _ stage: Int, _ failure: Failure) {
    for row in batch.selection { batch.fail(Int(row), stage: stage, failure) }
  }

  /// The rows a stage works on; the others get the stage's slots filled so that they pass untouched.
  private func select(_ stage: PlannedStage, _ index: Int, _ batch: Batch) -> [UInt32] {
    guard let when = stage.when else { return batch.selection }
    return batch.selection.withUnsafeBufferPointer { rows in
      when.select(rows, in: batch) { row, failure in
        if let failure { return batch.fail(row, stage: index, failure) }
        let cells = batch.row(row)
        for carry in stage.carries { cells[carry.to] = carry.from.map { cells[$0] } ?? .null }
      }
    }
  }
}

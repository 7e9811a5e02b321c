import PipelineModel
import Resilience
import Synchronization

/// Dead letters as a source: each entry is a chunk and a batch of its own, so that each keeps its name and its original.
final class ReplaySource: Source {
  let schema: Schema
  let files: [String]
  let isResumable = true

  private let original: any Source
  private let plan: Plan
  private let identity: RecordIdentity
  private let letters: DeadLetterStore
  private let request: ReplayRequest
  private let condition: EntryCondition?
  private let reentries: [String: (reentry: Reentry, fixUps: FixUps)]
  private let stop: StopSignal
  /// Entries that are on their way, by the sequence of their batch.
  private let inFlight = Mutex<[Int: DeadLetter]>([:])

  /// The order of the fields in each file that an original was decoded for.
  private let fileSlots = Mutex<[Int: Result<[Int]?, SourceProblem>]>([:])
  private let sums: Mutex<Tally>
  private let durable = Mutex(Tally())
  /// Whether entries with the same key keep their order.
  private let hasOrder: Bool
  private let order: Mutex<SequenceOrder>
  /// The entries that were there when the replay began; what it gives up again comes after them.
  private let sequences: [Int64]
  /// Whether a run sends them without being asked.
  let isRedelivery: Bool

  /// What became of the entries so far.
  struct Tally: Sendable {
    /// The entries as records.
    var counts = RunCounts()
    /// Entries that the run itself had given up, and that went through.
    var recovered: Int64 = 0
    /// Entries that an earlier run had given up, and now this one.
    var inherited: Int64 = 0
    /// Entries that must wait for an earlier one with the same key.
    var heldBack: Int64 = 0
    /// Entries that are left alone because they are damaged.
    var damaged = DamagedEntries()
  }

  init(
    _ request: ReplayRequest, plan: Plan, operation: String, letters: DeadLetterStore, stop: StopSignal,
    isRedelivery: Bool = false
  ) throws(EngineProblem) {
    let original = plan.source ?? JobSource()
    guard !original.schema.isUnknown else {
      throw EngineProblem(
        .refused, "the columns of the records are not known, because the input is not there",
        help: "put the input back, or name its columns under `fields` of the source")
    }
    self.original = original
    self.plan = plan
    self.letters = letters
    self.stop = stop
    let request = try Self.resolved(request, operation, letters)
    self.request = request
    schema = original.schema
    files = original.files
    condition = try request.condition.map { text throws(EngineProblem) in try EntryCondition(text) }
    var places = try letters.places(request.selection)
    hasOrder = plan.sequenceKey != nil
    if hasOrder {
      let order = SequenceOrder(
        taken: try letters.firstPlaces(besides: request.selection, of: operation))
      let all = places.count
      places.removeAll { order.holdsBack($0.key, at: $0.order) }
      self.order = Mutex(order)
      sums = Mutex(Tally(heldBack: Int64(all - places.count)))
    } else {
      order = Mutex(SequenceOrder())
      sums = Mutex(Tally())
    }
    sequences = places.map(\.sequence)
    self.isRedelivery = isRedelivery
    identity = RecordIdentity(operation: operation, files: files)
    var reentries: [String: (reentry: Reentry, fixUps: FixUps)] = [:]
    for stage in try letters.stages(request.selection) {
      let reentry = try Reentry(request.stage ?? stage, in: plan)
      reentries[stage] = (reentry, try FixUps(request.changes, at: reentry, identity: identity))
    }
    self.reentries = reentries
  }

  /// The request with the entry that it names found.
  private static func resolved(
    _ request: ReplayRequest, _ operation: String, _ letters: DeadLetterStore
  ) throws(EngineProblem) -> ReplayRequest {
    func check(_ other: String, _ what: String) throws(EngineProblem) {
      if other == operation { return }
      throw EngineProblem(
        .refused, "\(what) `\(other)`, and with these params the pipeline's is `\(operation)`",
        help: "give the params of the run that gave them up, as in `--param input=FILE`")
    }
    var request = request
    if let other = request.selection.operation { try check(other, "`--operation` asks for") }
    if let id = request.id {
      let letter = try letters.entry(id)
      try check(letter.operation, "the dead letter \(letter.messageID) belongs to the operation")
      request.selection.number = letter.sequence
    }
    request.selection.operation = operation
    return request
  }

  func open(at position: SourcePosition?) throws(SourceProblem) -> any SourceReader {
    ReplayReader(self, stop: stop, rate: request.rate)
  }

  /// What became of the entries so far.
  var tally: Tally { sums.withLock { $0 } }

  /// What became of those that the newest checkpoint holds.
  var tallyAtCheckpoint: Tally {
    get { durable.withLock { $0 } }
    set { durable.withLock { $0 = newValue } }
  }

  /// How many entries are selected, those that a condition leaves out included.
  var count: Int { sequences.count }

  /// The entry that a batch holds, when all stages are done with it.
  func takeEntry(of sequence: Int) -> DeadLetter? { inFlight.withLock { $0.removeValue(forKey: sequence) } }

  /// Counts an entry that a run has settled.
  func settled(_ entry: DeadLetter, _ counts: RunCounts, by runID: String) {
    sums.withLock { sums in
      sums.counts.add(counts)
      if counts.deadLettered == 0, entry.runID == runID { sums.recovered += 1 }
      if counts.deadLettered > 0, entry.runID != runID { sums.inherited += 1 }
    }
    if counts.deadLettered > 0 { order.withLock { $0.stays(entry.sequenceKey, at: entry.order) } }
  }

  /// Whether an entry is left alone: because it is damaged, or must wait for an earlier one with its key.
  func leaves(_ letter: DeadLetter) -> Bool {
    if letter.isDamaged {
      sums.withLock { $0.damaged.add(letter) }
      order.withLock { $0.stays(letter.sequenceKey, at: letter.order) }
      return true
    }
    guard hasOrder, order.withLock({ $0.holdsBack(letter.sequenceKey, at: letter.order) }) else {
      return false
    }
    sums.withLock { $0.heldBack += 1 }
    return true
  }

  /// The entry that a batch holds.
  func entry(of sequence: Int) -> DeadLetter? { inFlight.withLock { $0[sequence] } }

  /// The selected entries from a place on, oldest first, and the place after them; nil at the end.
  func page(from start: Int) throws(EngineProblem) -> (letters: [DeadLetter], end: Int)? {
    if start >= sequences.count { return nil }
    let end = min(start + 500, sequences.count)
    let page = try letters.letters(numbered: sequences[start..<end])
    guard let condition else { return (page, end) }
    var chosen: [DeadLetter] = []
    for letter in page {
      if try condition.holds(for: letter) {
        chosen.append(letter)
      } else {
        order.withLock { $0.stays(letter.sequenceKey, at: letter.order) }
      }
    }
    return (chosen, end)
  }

  func chunk(_ letter: DeadLetter, sequence: Int) -> Chunk {
    inFlight.withLock { $0[sequence] = letter }
    let place = SourcePosition(
      file: 0, path: letter.file ?? "", offset: 0, line: 0, digest: ContentDigest(high: 0, low: 0))
    return Chunk(
      sequence: sequence, file: letter.file.flatMap(files.firstIndex) ?? 0, text: TextBuffer(letter.original),
      range: 0..<letter.original.count, textOffset: letter.offset ?? 0, firstLine: letter.line ?? 1,
      isRegular: false, end: place)
  }

  func decode(_ chunk: Chunk, width: Int) -> Batch {
    guard let letter = entry(of: chunk.sequence) else { preconditionFailure("a chunk without its entry") }
    var lone: Batch { Batch(loneRecordOf: chunk, length: letter.original.count, width: width) }
    let reentry: Reentry
    let fixUps: FixUps
    do throws(Failure) { (reentry, fixUps) = try way(of: letter) } catch {
      let batch = lone
      batch.fail(0, stage: 0, error)
      return batch
    }
    let batch = reentry.stage < 0 ? decodeOriginal(chunk, width) : lone
    // The record keeps its names, whatever the operation's newest run calls its own.
    batch.identity = identity.naming(messageID: letter.messageID, traceID: letter.traceID)
    batch.timesUndone = letter.timesUndone
    let keys = letter.rememberedKeys
    for (index, stage) in plan.stages.enumerated() { batch.ownKeys[index] = keys[stage.name] }
    batch.firstStage = max(reentry.stage, 0)
    let passed = plan.stages.prefix(batch.firstStage).map(\.name)
    for stage in letter.fallbacks where passed.contains(stage) { batch.markFallback(0, stage: stage) }
    if reentry.stage < 0, batch.status(0) != .live { return batch }
    do throws(Failure) {
      if reentry.stage >= 0 { try reentry.fill(batch.row(0), letter.body, in: batch) }
      try fixUps.apply(to: 0, in: batch)
    } catch {
      batch.fail(0, stage: reentry.stage, error)
    }
    return batch
  }

  /// Where an entry enters, unless the request says where.
  func entryStage(of letter: DeadLetter) -> String {
    request.stage ?? letter.reentry(among: plan.stages.map(\.name))
  }

  private func way(of letter: DeadLetter) throws(Failure) -> (Reentry, FixUps) {
    let names = plan.stages.map(\.name)
    let first = letter.reentry(among: names)
    if first == letter.stage, let known = reentries[letter.stage] { return known }
    do throws(EngineProblem) {
      let entry = try Reentry(request.stage ?? first, in: plan)
      let latest = try Reentry(first, in: plan)
      guard entry.stage <= latest.stage else {
        throw EngineProblem(
          .refused,
          "stage `\(first)` was undone when the record was given up, so that it can't enter at `\(entry.name)`"
        )
      }
      return (entry, try FixUps(request.changes, at: entry, identity: identity))
    } catch {
      throw Failure("ReplayError", .permanent, error.message)
    }
  }

  func position(_ origin: RowOrigin, in chunk: Chunk) throws(SourceProblem) -> SourcePosition { chunk.end }

  /// Decodes as the entry's file is read, whose fields may have an order of their own.
  ///
  /// An original that was edited may hold no record, or several: then the entry fails as a whole.
  private func decodeOriginal(_ chunk: Chunk, _ width: Int) -> Batch {
    var chunk = chunk
    do throws(SourceProblem) { chunk.slots = try slots(ofFile: chunk.file).get() } catch {
      return failed(chunk, width, Failure("ReplayError", .permanent, error.message))
    }
    let batch = original.decode(chunk, width: width)
    if batch.rowCount == 1 { return batch }
    return failed(
      chunk, width,
      Failure("ParseError", .permanent, "the original holds \(batch.rowCount) records; it must hold one"))
  }

  private func slots(ofFile file: Int) -> Result<[Int]?, SourceProblem> {
    fileSlots.withLock { known in
      if let slots = known[file] { return slots }
      let slots: Result<[Int]?, SourceProblem>
      do throws(SourceProblem) { slots = .success(try original.slots(ofFile: file)) } catch {
        slots = .failure(error)
      }
      known[file] = slots
      return slots
    }
  }

  private func failed(_ chunk: Chunk, _ width: Int, _ failure: Failure) -> Batch {
    let failed = Batch(loneRecordOf: chunk, length: chunk.range.count, width: width)
    failed.fail(0, stage: -1, failure)
    return failed
  }
}

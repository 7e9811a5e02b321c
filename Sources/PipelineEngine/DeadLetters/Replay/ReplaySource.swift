import Glibc
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

  private let tally = Mutex<(entries: Int64, failed: Int64)>((0, 0))
  /// Entries that were there when the replay began; what it gives up again comes after them.
  private let last: Int64

  init(
    _ request: ReplayRequest, plan: Plan, operation: String, letters: DeadLetterStore, stop: StopSignal
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
    var request = request
    request.selection.operation = operation
    self.request = request
    schema = original.schema
    files = original.files
    condition = try request.condition.map { text throws(EngineProblem) in try EntryCondition(text) }
    last = try letters.lastSequence()
    identity = RecordIdentity(operation: operation, files: files)
    var reentries: [String: (reentry: Reentry, fixUps: FixUps)] = [:]
    for stage in try letters.stages(request.selection) {
      let reentry = try Reentry(request.stage ?? stage, in: plan)
      reentries[stage] = (reentry, try FixUps(request.changes, at: reentry, identity: identity))
    }
    self.reentries = reentries
  }

  func open(at position: SourcePosition?) throws(SourceProblem) -> any SourceReader {
    ReplayReader(self, stop: stop, rate: request.rate)
  }

  /// How many entries were taken up, and how many of them were given up again.
  var settled: (entries: Int64, failed: Int64) { tally.withLock { $0 } }

  /// The entry that a batch holds, when all stages are done with it.
  func takeEntry(of sequence: Int) -> DeadLetter? { inFlight.withLock { $0.removeValue(forKey: sequence) } }

  /// Counts an entry that was settled.
  func count(failed: Bool) { tally.withLock { $0 = ($0.entries + 1, $0.failed + (failed ? 1 : 0)) } }

  /// The entry that a batch holds.
  func entry(of sequence: Int) -> DeadLetter? { inFlight.withLock { $0[sequence] } }

  /// The next selected entries, oldest first; empty at the end.
  func page(after sequence: Int64) throws(EngineProblem) -> (letters: [DeadLetter], last: Int64)? {
    let page = try letters.letters(request.selection, after: sequence, limit: 500).filter {
      $0.sequence <= last
    }
    guard let end = page.last else { return nil }
    guard let condition else { return (page, end.sequence) }
    var chosen: [DeadLetter] = []
    for letter in page where try condition.holds(for: letter) { chosen.append(letter) }
    return (chosen, end.sequence)
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
    let reentry: Reentry
    let fixUps: FixUps
    do throws(Failure) { (reentry, fixUps) = try way(of: letter) } catch {
      let batch = emptyBatch(chunk, width, letter)
      batch.fail(0, stage: 0, error)
      return batch
    }
    let batch = reentry.stage < 0 ? decodeOriginal(chunk, width) : emptyBatch(chunk, width, letter)
    // The record keeps its names, whatever the operation's newest run calls its own.
    batch.identity = identity.naming(messageID: letter.messageID, traceID: letter.traceID)
    batch.timesUndone = letter.timesUndone
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

  private func emptyBatch(_ chunk: Chunk, _ width: Int, _ letter: DeadLetter) -> Batch {
    let batch = Batch(
      sequence: chunk.sequence, width: width, text: chunk.text, textOffset: chunk.textOffset,
      file: chunk.file,
      capacity: 1)
    let row = batch.appendRow(
      RowOrigin(offset: chunk.textOffset, line: chunk.firstLine, length: Int64(letter.original.count)))
    row.update(repeating: .missing, count: width)
    return batch
  }

  /// An original that was edited may hold no record, or several: then the entry fails as a whole.
  private func decodeOriginal(_ chunk: Chunk, _ width: Int) -> Batch {
    let batch = original.decode(chunk, width: width)
    if batch.rowCount == 1 { return batch }
    let failed = Batch(
      sequence: chunk.sequence, width: width, text: chunk.text, textOffset: chunk.textOffset,
      file: chunk.file,
      capacity: 1)
    let row = failed.appendRow(
      RowOrigin(offset: chunk.textOffset, line: chunk.firstLine, length: Int64(chunk.range.count)))
    row.update(repeating: .missing, count: width)
    failed.fail(
      0, stage: -1,
      Failure("ParseError", .permanent, "the original holds \(batch.rowCount) records; it must hold one"))
    return failed
  }
}

/// Hands out the selected entries one by one, no faster than the rate.
private final class ReplayReader: SourceReader {
  private struct State {
    var page: ArraySlice<DeadLetter> = []
    var last: Int64 = 0
    var sequence = 0
    var due: Int64 = 0
  }

  private let source: ReplaySource
  private let stop: StopSignal
  private let rate: ReplayRate?
  private let state = Mutex(State())
  let totalBytes: Int64? = nil
  let bytesRead: Int64 = 0
  let position = SourcePosition(
    file: 0, path: "", offset: 0, line: 0, digest: ContentDigest(high: 0, low: 0))

  init(_ source: ReplaySource, stop: StopSignal, rate: ReplayRate?) {
    self.source = source
    self.stop = stop
    self.rate = rate
  }

  func next() throws(SourceProblem) -> Chunk? {
    let result: Result<Chunk?, SourceProblem> = state.withLock { state in
      while state.page.isEmpty {
        do throws(EngineProblem) {
          guard let (letters, last) = try source.page(after: state.last) else { return .success(nil) }
          (state.page, state.last) = (letters[...], last)
        } catch {
          return .failure(SourceProblem(.unreadable, error.message))
        }
      }
      guard waitForTurn(&state.due), let letter = state.page.popFirst() else { return .success(nil) }
      defer { state.sequence += 1 }
      return .success(source.chunk(letter, sequence: state.sequence))
    }
    return try result.get()
  }

  /// Waits until the next entry may go; false if somebody asked to stop. The one lane of a replay has nothing else to
  /// do meanwhile, so it blocks.
  private func waitForTurn(_ due: inout Int64) -> Bool {
    guard let rate else { return true }
    while monotonicNanoseconds() < due {
      if stop.isRequested { return false }
      usleep(UInt32(min(due - monotonicNanoseconds(), 50_000_000).magnitude / 1000))
    }
    due = max(due, monotonicNanoseconds()) + rate.interval
    return true
  }
}

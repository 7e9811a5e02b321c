import PipelineModel
import Resilience
import Synchronization

/// The calls of one batch: hands out its rows in order, and takes in how their calls ended.
///
/// The tasks that make the calls share it; only under its lock do they touch the batch.
final class CallBatch: Sendable {
  /// What the calls have come to.
  struct Outcome: Sendable {
    var book: BatchCalls
    var pause: String?
    var problem: EngineProblem?

    fileprivate var isOver: Bool { pause != nil || problem != nil }
  }

  private struct State: Sendable {
    var outcome: Outcome
    /// The names of some of the rows: of those that were handed out last, and of those that come next.
    var records: [CallRecord]
    /// The first of them, as an index of `rows`.
    var first = 0
    /// The row to hand out next, as an index of `rows`.
    var next = 0
    /// Wakes the one who names rows.
    var wanted: OneShot<Void>?

    var known: Int { first + records.count }
  }

  private let batch: Batch
  private let rows: [Int]
  private let stage: Int
  private let name: @Sendable (Int) -> CallRecord
  private let state: Mutex<State>
  /// Rows that are named at a time. Two of them are named ahead: many batches wait for their turn, and names take more
  /// memory than most records.
  private static let pieceSize = 256

  /// The calls of rows that are named.
  ///
  /// - Parameters:
  ///   - stage: the position of the stage in the plan.
  ///   - book: what earlier stages did with the rows.
  init(_ batch: Batch, _ records: [(row: Int, record: CallRecord)], _ stage: Int, _ book: BatchCalls) {
    self.batch = batch
    self.stage = stage
    rows = records.map(\.row)
    name = { _ in preconditionFailure("all rows are named") }
    state = Mutex(State(outcome: Outcome(book: book), records: records.map(\.record)))
  }

  /// The calls of rows that have no names yet.
  ///
  /// - Parameter name: names a row; needs nothing of the batch that may change.
  init(
    _ batch: Batch, _ rows: [UInt32], _ stage: Int, _ book: BatchCalls,
    name: @escaping @Sendable (Int) -> CallRecord
  ) {
    self.batch = batch
    self.stage = stage
    self.rows = rows.map(Int.init)
    self.name = name
    state = Mutex(State(outcome: Outcome(book: book), records: []))
  }

  /// Names rows ahead of the calls, until all are named or the calls have ended; the calls name what they need earlier.
  func nameAhead() async {
    while true {
      let wanted = OneShot<Void>()
      let piece: Range<Int>? = state.withLock { state in
        if state.outcome.isOver || state.known == rows.count { return nil }
        if state.known >= state.next + 2 * Self.pieceSize {
          state.wanted = wanted
          return 0..<0
        }
        state.records.removeFirst(state.next - state.first)
        state.first = state.next
        return state.known..<min(rows.count, state.known + Self.pieceSize)
      }
      guard let piece else { return }
      if piece.isEmpty {
        await wanted.wait()
        continue
      }
      let records = rows[piece].map(name)
      state.withLock { state in
        let overtaken = state.known - piece.lowerBound
        if overtaken < records.count { state.records += records[overtaken...] }
      }
    }
  }

  /// No more calls are made.
  func end() {
    let wanted = state.withLock { state in
      state.next = rows.count
      state.first = rows.count
      state.records = []
      return state.wanted.take()
    }
    wanted?.fire(())
  }

  /// Whether rows wait to be handed out.
  var hasMore: Bool { state.withLock { $0.next < rows.count && !$0.outcome.isOver } }

  /// What it has come to.
  var outcome: Outcome { state.withLock { $0.outcome } }

  /// The next row's call; nil if there is none, or nobody wants one any more. A row whose call can't be prepared fails.
  func next(_ call: CallStage) -> (row: Int, record: CallRecord, call: any PreparedCall)? {
    if Task.isCancelled { return nil }
    var wanted: OneShot<Void>?
    defer { wanted?.fire(()) }
    return state.withLock { state in
      while state.next < rows.count, !state.outcome.isOver {
        let row = rows[state.next]
        if state.next == state.known { state.records.append(name(row)) }
        let record = state.records[state.next - state.first]
        state.next += 1
        if state.wanted != nil, state.known < state.next + Self.pieceSize { wanted = state.wanted.take() }
        do throws(Failure) { return (row, record, try call.step.prepare(row, in: batch)) } catch {
          let end = CallEnd.failed(error, [])
          settle(row, end, call)
          call.conclude(row, end, batch, stage, &state.outcome.book)
        }
      }
      return nil
    }
  }

  /// Notes the key that a row's call has claimed.
  func claimed(_ row: Int, _ keys: IdempotencyKeys, _ key: String) {
    state.withLock { $0.outcome.book.keys[row, default: []].append((keys, key)) }
  }

  /// Takes in how a row's call ended; false if the run must stop.
  func take(_ row: Int, _ end: CallEnd, _ call: CallStage) -> Bool {
    state.withLock { state in
      switch end {
      case .pause(let reason): if state.outcome.pause == nil { state.outcome.pause = reason }
      case .broken(let why): if state.outcome.problem == nil { state.outcome.problem = why }
      case .success, .duplicate, .skipped, .fallback, .failed, .cancelled, .reroute:
        settle(row, end, call)
        call.conclude(row, end, batch, stage, &state.outcome.book)
      }
      return !state.outcome.isOver
    }
  }

  /// Works on the batch while nobody else does.
  func withBatch<Result: Sendable>(_ body: (Batch) -> Result) -> Result {
    state.withLock { _ in body(batch) }
  }

  private func settle(_ row: Int, _ end: CallEnd, _ call: CallStage) {
    switch end {
    case .success(let result): batch.assign(result, row)
    case .fallback(let json, _):
      batch.assign(call.step.substitute(json), row)
      batch.markFallback(row, stage: call.name)
    case .skipped:
      batch.assign(call.step.substitute("null"), row)
      batch.markFallback(row, stage: call.name)
    case .duplicate: batch.mark(row, .duplicate)
    case .failed(let failure, let attempts): batch.fail(row, stage: stage, failure, attempts: attempts)
    case .reroute, .cancelled, .pause, .broken: break
    }
  }
}

extension Batch {
  /// Assigns what a call brought.
  func assign(_ result: CallResult, _ row: Int) {
    for (slot, value) in result.assignments { self.row(row)[slot] = cell(value) }
  }
}

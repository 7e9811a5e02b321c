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
    /// The names of the rows, as far as they are known.
    var records: [CallRecord]
    /// The row to hand out next, as an index of `rows`.
    var next = 0
  }

  private let batch: Batch
  private let rows: [Int]
  private let stage: Int
  private let name: @Sendable (Int) -> CallRecord
  private let state: Mutex<State>
  /// Rows that are named under one lock.
  private static let pieceSize = 64

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
    var names: [CallRecord] = []
    names.reserveCapacity(rows.count)
    state = Mutex(State(outcome: Outcome(book: book), records: names))
  }

  /// Names rows while the first of them are being called; the calls name what they need earlier.
  func nameAhead() {
    while true {
      let piece = state.withLock { state in
        state.outcome.isOver
          ? 0..<0 : state.records.count..<min(rows.count, state.records.count + Self.pieceSize)
      }
      if piece.isEmpty { return }
      let records = rows[piece].map(name)
      state.withLock { state in
        let known = state.records.count - piece.lowerBound
        if known < records.count { state.records += records[known...] }
      }
    }
  }

  /// Whether rows wait to be handed out.
  var hasMore: Bool { state.withLock { $0.next < rows.count && !$0.outcome.isOver } }

  /// What it has come to.
  var outcome: Outcome { state.withLock { $0.outcome } }

  /// The next row's call; nil if there is none, or nobody wants one any more. A row whose call can't be prepared fails.
  func next(_ call: CallStage) -> (row: Int, record: CallRecord, call: any PreparedCall)? {
    if Task.isCancelled { return nil }
    return state.withLock { state in
      while state.next < rows.count, !state.outcome.isOver {
        let row = rows[state.next]
        if state.next == state.records.count { state.records.append(name(row)) }
        let record = state.records[state.next]
        state.next += 1
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

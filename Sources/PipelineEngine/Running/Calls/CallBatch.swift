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
    /// The row to hand out next, as an index of `records`.
    fileprivate var next = 0

    fileprivate var isOver: Bool { pause != nil || problem != nil }
  }

  private let batch: Batch
  private let records: [(row: Int, record: CallRecord)]
  private let stage: Int
  private let state: Mutex<Outcome>

  /// - Parameters:
  ///   - stage: the position of the stage in the plan.
  ///   - book: what earlier stages did with the rows.
  init(_ batch: Batch, _ records: [(row: Int, record: CallRecord)], _ stage: Int, _ book: BatchCalls) {
    self.batch = batch
    self.records = records
    self.stage = stage
    state = Mutex(Outcome(book: book))
  }

  /// Whether rows wait to be handed out.
  var hasMore: Bool { state.withLock { $0.next < records.count && !$0.isOver } }

  /// What it has come to.
  var outcome: Outcome { state.withLock { $0 } }

  /// The next row's call; nil if there is none, or nobody wants one any more. A row whose call can't be prepared fails.
  func next(_ call: CallStage) -> (row: Int, record: CallRecord, call: any PreparedCall)? {
    if Task.isCancelled { return nil }
    return state.withLock { state in
      while state.next < records.count, !state.isOver {
        let (row, record) = records[state.next]
        state.next += 1
        do throws(Failure) { return (row, record, try call.step.prepare(row, in: batch)) } catch {
          let end = CallEnd.failed(error, [])
          settle(row, end, call)
          call.conclude(row, end, batch, stage, &state.book)
        }
      }
      return nil
    }
  }

  /// Notes the key that a row's call has claimed.
  func claimed(_ row: Int, _ keys: IdempotencyKeys, _ key: String) {
    state.withLock { $0.book.keys[row, default: []].append((keys, key)) }
  }

  /// Takes in how a row's call ended; false if the run must stop.
  func take(_ row: Int, _ end: CallEnd, _ call: CallStage) -> Bool {
    state.withLock { state in
      switch end {
      case .pause(let reason): if state.pause == nil { state.pause = reason }
      case .broken(let why): if state.problem == nil { state.problem = why }
      case .success, .duplicate, .skipped, .fallback, .failed, .cancelled, .reroute:
        settle(row, end, call)
        call.conclude(row, end, batch, stage, &state.book)
      }
      return !state.isOver
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

import PipelineModel
import Resilience
import Synchronization

@testable import PipelineEngine

/// A stage that gives up rows without a number as its amount, as a service does that is down for them: for a time.
final class Outage: TransformStep {
  private let state = Mutex<(isDown: @Sendable (Int64, Int) -> Bool, passes: [Int64: Int])>(
    ({ _, _ in true }, [:]))
  /// Called before a row is looked at, with its id and how often it was there before.
  private let visit: @Sendable (Int64, Int) -> Void

  init(visit: @escaping @Sendable (Int64, Int) -> Void = { _, _ in }) { self.visit = visit }

  /// From now on the stage fails only for ids for which `isDown` holds, given how often they were there before.
  func ends(except isDown: @escaping @Sendable (Int64, Int) -> Bool = { _, _ in false }) {
    state.withLock { $0.isDown = isDown }
  }

  func apply(to batch: Batch, rows: UnsafeBufferPointer<UInt32>, stage: Int) {
    for row in rows where NumberParser.double(batch.row(Int(row))[2].text) == nil {
      let id = NumberParser.integer(batch.row(Int(row))[0].text) ?? 0
      let (passes, isDown) = state.withLock { state in
        defer { state.passes[id, default: 0] += 1 }
        return (state.passes[id, default: 0], state.isDown)
      }
      visit(id, passes)
      if isDown(id, passes) {
        batch.fail(Int(row), stage: stage, Failure("HTTPError", .transient, "answered 503"))
      }
    }
  }
}

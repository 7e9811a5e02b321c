import PipelineModel

/// Computes fields one after another; a record whose expression can't be evaluated is failed.
struct SetStep: TransformStep {
  struct Assignment: Sendable {
    let name: String
    let slot: Int
    let expression: RowExpression
  }

  let assignments: [Assignment]

  func apply(to batch: Batch, rows: UnsafeBufferPointer<UInt32>, stage: Int) {
    for assignment in assignments {
      for row in rows {
        let index = Int(row)
        guard batch.status(index) == .live else { continue }
        do throws(Failure) {
          batch.row(index)[assignment.slot] = try assignment.expression.value(for: index, in: batch)
        } catch {
          var failure = error
          failure.message = "field `\(assignment.name)`: \(error.message)"
          failure.field = error.field ?? assignment.name
          batch.fail(index, stage: stage, failure)
        }
      }
    }
  }
}

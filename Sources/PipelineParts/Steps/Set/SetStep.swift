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
      assignment.expression.fill(assignment.slot, of: rows, in: batch) { row, problem in
        var failure = problem
        failure.message = "field `\(assignment.name)`: \(problem.message)"
        failure.field = problem.field ?? assignment.name
        batch.fail(row, stage: stage, failure)
      }
    }
  }
}

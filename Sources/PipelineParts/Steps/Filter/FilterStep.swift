import PipelineModel

/// Marks records as filtered.
struct FilterStep: TransformStep {
  let condition: RowPredicate
  /// Whether records go on for which the condition is true, or those for which it is false.
  let keeps: Bool

  func apply(to batch: Batch, rows: UnsafeBufferPointer<UInt32>, stage: Int) {
    let holding = condition.select(rows, in: batch) { row, failure in
      if let failure {
        batch.fail(row, stage: stage, failure)
      } else if keeps {
        batch.mark(row, .filtered)
      }
    }
    if keeps { return }
    for row in holding { batch.mark(Int(row), .filtered) }
  }
}

import PipelineModel

/// Marks records as filtered.
struct FilterStep: TransformStep {
  let condition: RowPredicate
  /// Whether records go on for which the condition is true, or those for which it is false.
  let keeps: Bool

  func apply(to batch: Batch, rows: UnsafeBufferPointer<UInt32>, stage: Int) {
    for row in rows {
      let index = Int(row)
      do throws(Failure) {
        if try condition.holds(for: index, in: batch) != keeps { batch.mark(index, .filtered) }
      } catch {
        batch.fail(index, stage: stage, error)
      }
    }
  }
}

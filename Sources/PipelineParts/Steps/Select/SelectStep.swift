import PipelineModel

/// Does nothing: which columns are left is settled when the plan is made.
struct SelectStep: TransformStep {
  func apply(to batch: Batch, rows: UnsafeBufferPointer<UInt32>, stage: Int) {}
}

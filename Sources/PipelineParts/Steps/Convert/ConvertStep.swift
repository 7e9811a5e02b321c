import PipelineModel

/// Converts column after column, so that the kind of conversion is looked at once a batch.
struct ConvertStep: TransformStep {
  let columns: [ColumnConversion]

  func apply(to batch: Batch, rows: UnsafeBufferPointer<UInt32>, stage: Int) {
    for column in columns { column.convert(rows, of: batch, stage: stage) }
  }
}

import PipelineModel

/// A computed field: a text made of a number and another text.
enum ComputedText {
  static let text = "valuenum == null ? '' : string(valuenum) + ' ' + unit"

  static func measure(_ laboratory: LaboratoryBatch) -> [Measurement] {
    let expression = laboratory.expression(text)
    return [
      Measurement("computed text", text, records: 1024) {
        // A batch of its own each time, since computed text stays in memory as long as the batch.
        let batch = LaboratoryBatch.copy(of: laboratory.batch)
        var length = 0
        for row in 0..<batch.rowCount {
          if let cell = try? expression.value(for: row, in: batch) { length &+= Int(cell.length) }
        }
        return length
      }
    ]
  }
}

extension LaboratoryBatch {
  /// The same rows, pointing to the same text, which `batch` must outlive.
  static func copy(of batch: Batch) -> Batch {
    let copy = Batch(
      sequence: 0, width: batch.width, text: batch.text, textOffset: 0, capacity: batch.rowCount)
    for row in 0..<batch.rowCount {
      copy.appendRow(batch.origin(row)).update(from: batch.row(row), count: batch.width)
    }
    return copy
  }
}

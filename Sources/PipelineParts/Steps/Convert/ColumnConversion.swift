import PipelineModel

/// The conversion of one column of a batch.
///
/// Invariant: a converted cell goes to a slot of its own; the slot it came from stays as it is.
struct ColumnConversion: Sendable {
  let name: String
  let from: Int
  let to: Int
  let isNullable: Bool
  let trim: Bool
  let target: ConversionTarget

  /// Converts the column in the given rows, as far as they are still live, and fails those that don't fit.
  func convert(_ rows: UnsafeBufferPointer<UInt32>, of batch: Batch, stage: Int) {
    switch target {
    case .integer: each(rows, batch, stage) { IntegerReading.cell($0) }
    case .double: each(rows, batch, stage) { DoubleReading.cell($0) }
    case .boolean(let texts): each(rows, batch, stage) { texts.cell($0) }
    case .timestamp(let texts): each(rows, batch, stage) { texts.timestampCell($0) }
    case .date(let texts): each(rows, batch, stage) { texts.dateCell($0) }
    case .string: each(rows, batch, stage) { TextWriting.cell($0, in: batch) }
    }
  }

  /// Reads the column's cells with `read`, which answers nil for what doesn't fit.
  @inline(__always)
  private func each(
    _ rows: UnsafeBufferPointer<UInt32>, _ batch: Batch, _ stage: Int, _ read: (Cell) -> Cell?
  ) {
    let keepsEmpty = !isNullable && target.type == .string
    for row in rows {
      let index = Int(row)
      guard batch.status(index) == .live else { continue }
      let cells = batch.row(index)
      var cell = cells[from]
      if trim, cell.tag == .string { cell = TextTrimming.trimmed(cell) }
      let isNull = cell.tag.rawValue <= Cell.Tag.null.rawValue
      if isNull || (cell.tag == .string && cell.length == 0 && !keepsEmpty) {
        if isNullable {
          cells[to] = .null
        } else {
          batch.fail(index, stage: stage, ConversionProblem(self, cell).failure)
        }
      } else if let converted = read(cell) {
        cells[to] = converted
      } else {
        batch.fail(index, stage: stage, ConversionProblem(self, cell).failure)
      }
    }
  }
}

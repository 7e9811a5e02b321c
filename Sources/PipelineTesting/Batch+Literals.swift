public import PipelineModel

extension Batch {
  /// A batch of these rows, all selected; cells beyond the given ones are missing.
  public static func of(_ rows: [[CellLiteral]], width: Int, sequence: Int = 0) -> Batch {
    let batch = Batch(sequence: sequence, width: width, text: TextBuffer(capacity: 0), textOffset: 0)
    for (index, row) in rows.enumerated() {
      let cells = batch.appendRow(RowOrigin(offset: Int64(index), line: Int64(index) + 1, length: 0))
      for slot in 0..<width { cells[slot] = slot < row.count ? row[slot].cell(in: batch) : .missing }
    }
    batch.selectLiveRows()
    return batch
  }

  /// What became of every row: `a: 1, b: null`, the status, or the failure.
  public func described(by schema: Schema) -> [String] {
    (0..<rowCount).map { index in
      if let failed = failures.first(where: { $0.row == index }) {
        let failure = failed.failure
        return "\(failure.type) (\(failure.failureClass)): \(failure.message)"
      }
      guard status(index) == .live else { return "\(status(index))" }
      let cells = row(index)
      return schema.columns.map { "\($0.name): \(cells[$0.slot].described)" }.joined(separator: ", ")
    }
  }
}

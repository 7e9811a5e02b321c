import ConfigSpec
import PipelineModel

/// Two comparisons on JSON Lines, whose numbers are still text.
enum JSONNumbers {
  static let text = "los > 3.0 && subject_id < 10800"

  static func measure() -> [Measurement] {
    let batch = Batch(
      sequence: 0, width: 3, text: TextBuffer(capacity: 0), textOffset: 0, capacity: 1024)
    for row in 0..<1024 {
      let cells = batch.appendRow(RowOrigin(offset: Int64(row), line: Int64(row), length: 1))
      cells[0] = batch.copyText("\(Double(row &* 7919 % 100) / 10)", tag: .number)
      cells[1] = batch.copyText("\(10_000 + row &* 31 % 1000)", tag: .number)
      cells[2] = .missing
    }
    batch.selectLiveRows()
    let columns = ["los", "subject_id"].enumerated().map {
      Column(name: $1, slot: $0, type: .dynamic, isNullable: true)
    }
    var diagnostics = Diagnostics()
    let predicate = ExpressionCompiler(params: [], identity: RecordIdentity(operation: "", files: []))
      .predicate(
        ExpressionSource(text), Schema(columns: columns, isOpen: true, restSlot: 2), &diagnostics)
    guard let predicate else { preconditionFailure("the expression is right") }
    return [
      Measurement("two comparisons of JSON numbers", text, records: batch.rowCount) {
        batch.selection.withUnsafeBufferPointer { rows in
          predicate.select(rows, in: batch) { _, _ in }.count
        }
      }
    ]
  }
}

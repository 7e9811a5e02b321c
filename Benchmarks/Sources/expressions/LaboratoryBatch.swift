import ConfigSpec
import PipelineModel

/// A batch of 1,024 laboratory results, as one a CSV source and a `convert` stage make.
struct LaboratoryBatch {
  static let columns: [Column] = [
    Column(name: "subject_id", slot: 0, type: .integer), Column(name: "los", slot: 1, type: .double),
    Column(name: "valuenum", slot: 2, type: .double, isNullable: true),
    Column(name: "flag", slot: 3, type: .string), Column(name: "unit", slot: 4, type: .string),
    Column(name: "label", slot: 5, type: .string),
  ]

  let batch: Batch
  let schema = Schema(columns: Self.columns)

  init() {
    batch = Batch(
      sequence: 0, width: Self.columns.count, text: TextBuffer(capacity: 0), textOffset: 0, capacity: 1024)
    let units = ["mg/dL", "mmol/L", "g/dL", "K/uL", "mEq/L"]
    var state: UInt64 = 1
    for row in 0..<1024 {
      // Knuth's MMIX generator: the branches must not be predictable, as they aren't in real data.
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let random = Int(state >> 33)
      let cells = batch.appendRow(RowOrigin(offset: Int64(row), line: Int64(row), length: 1))
      cells[0] = Cell(Int64(10_000 + random % 1000))
      cells[1] = Cell(Double(random % 100) / 10)
      cells[2] = random % 7 == 0 ? .null : Cell(Double(random % 5000) / 100)
      cells[3] = batch.copyText(random % 3 == 0 ? "abnormal" : "normal")
      cells[4] = batch.copyText(units[random % 5])
      let label = "specimen-\(10_000_000 + random % 1_000_000)-blood-serum"
      cells[5] = batch.copyText(String(label.prefix(30)))
    }
    batch.selectLiveRows()
  }

  /// Compiles a condition that is known to be right.
  func predicate(_ text: String) -> RowPredicate {
    var diagnostics = Diagnostics()
    let compiler = ExpressionCompiler(params: [], identity: RecordIdentity(operation: "benchmark", files: []))
    guard let predicate = compiler.predicate(ExpressionSource(text), schema, &diagnostics) else {
      preconditionFailure(diagnostics.sorted.map(\.message).joined(separator: "\n"))
    }
    return predicate
  }

  /// Compiles an expression that is known to be right.
  func expression(_ text: String) -> RowExpression {
    var diagnostics = Diagnostics()
    let compiler = ExpressionCompiler(params: [], identity: RecordIdentity(operation: "benchmark", files: []))
    guard let expression = compiler.expression(ExpressionSource(text), schema, &diagnostics) else {
      preconditionFailure(diagnostics.sorted.map(\.message).joined(separator: "\n"))
    }
    return expression
  }

  /// Times a condition over all rows, asked row by row and for the batch at once.
  func measure(_ name: String, _ text: String, limit: Double) -> [Measurement] {
    let predicate = predicate(text)
    let single = Measurement("\(name), row by row", text, limit: limit, records: batch.rowCount) {
      var count = 0
      for row in batch.selection where (try? predicate.holds(for: Int(row), in: batch)) == true { count += 1 }
      return count
    }
    let whole = Measurement("\(name), a batch at once", text, limit: limit, records: batch.rowCount) {
      batch.selection.withUnsafeBufferPointer { rows in
        predicate.select(rows, in: batch) { _, _ in }.count
      }
    }
    return [single, whole]
  }
}

/// Five terms with string equality and an `in` list, over the columns of a batch.
enum FiveTerms {
  static let text =
    "los >= 0.5 && flag != 'delta' && unit in ['mg/dL', 'mmol/L', 'g/dL'] && (valuenum == null || valuenum < 45.0)"

  static func measure(_ batch: LaboratoryBatch) -> [Measurement] {
    batch.measure("five terms", text, limit: 100)
  }
}

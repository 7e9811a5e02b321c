/// Two comparisons joined by `&&`, over the columns of a batch.
enum TwoComparisons {
  static let text = "los > 3.0 && subject_id < 10800"

  static func measure(_ batch: LaboratoryBatch) -> [Measurement] {
    batch.measure("two comparisons", text, limit: 30)
  }
}

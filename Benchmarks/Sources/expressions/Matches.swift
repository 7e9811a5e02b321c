/// A constant pattern on texts of 30 bytes.
enum Matches {
  static let text = "label.matches('^specimen-[0-9]+-(blood|urine)')"

  static func measure(_ batch: LaboratoryBatch) -> [Measurement] {
    batch.measure("matches", text, limit: 300)
  }
}

import PipelineModel
import Resilience

/// Fails records for which a rule is false.
struct ValidateStep: TransformStep {
  struct Rule: Sendable {
    let check: RowPredicate
    let message: String
    let field: String?
  }

  let rules: [Rule]
  let reportsAll: Bool

  func apply(to batch: Batch, rows: UnsafeBufferPointer<UInt32>, stage: Int) {
    for row in rows {
      let index = Int(row)
      do throws(Failure) {
        if let failure = try verdict(index, batch) { batch.fail(index, stage: stage, failure) }
      } catch {
        batch.fail(index, stage: stage, error)
      }
    }
  }

  /// What is wrong with a record, or nil.
  ///
  /// - Throws: the failure of a rule that can't be evaluated.
  private func verdict(_ row: Int, _ batch: Batch) throws(Failure) -> Failure? {
    var failure: Failure?
    for rule in rules where try !rule.check.holds(for: row, in: batch) {
      guard let earlier = failure else {
        failure = Failure("ValidationError", .business, rule.message, field: rule.field)
        if reportsAll { continue }
        return failure
      }
      failure?.message = "\(earlier.message); \(rule.message)"
    }
    return failure
  }
}

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
    // Most records keep all rules: rule after rule sorts out the suspects, and only those are judged one by one.
    var suspects: [Int] = []
    var clean: [UInt32]?
    for rule in rules {
      let next = { rows in rule.check.select(rows, in: batch) { row, _ in suspects.append(row) } }
      clean = clean?.withUnsafeBufferPointer(next) ?? next(rows)
    }
    for index in suspects.sorted() {
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

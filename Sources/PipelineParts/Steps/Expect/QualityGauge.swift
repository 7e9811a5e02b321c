import ConfigSpec
import PipelineModel

/// One thing that is counted and compared with what is expected.
struct QualityGauge: Sendable {
  enum Test: Sendable {
    case hasValue(slot: Int)
    case holds(RowPredicate)
    case lies(slot: Int, min: Double, max: Double)
    case count(atLeast: Int?, atMost: Int?)
  }

  /// What a record says to the test; nil if it says nothing.
  typealias Answer = Bool?

  var name: String?
  /// What the share is a share of, for messages.
  var subject = ""
  var test: Test
  var atLeast = Share(1)

  func answer(_ row: Int, _ batch: Batch) -> Answer {
    switch test {
    case .hasValue(let slot):
      let cell = batch.row(row)[slot]
      if cell.tag == .string { return cell.length > 0 }
      return cell.tag.rawValue > Cell.Tag.null.rawValue
    case .holds(let predicate): return (try? predicate.holds(for: row, in: batch)) ?? false
    case .lies(let slot, let min, let max):
      let cell = batch.row(row)[slot]
      switch cell.tag {
      case .missing, .null: return nil
      case .integer: return Double(cell.integer) >= min && Double(cell.integer) <= max
      case .double: return cell.double >= min && cell.double <= max
      case .number: return NumberParser.double(cell.text).map { $0 >= min && $0 <= max } ?? false
      default: return false
      }
    case .count: return nil
    }
  }

  /// What is wrong with these counts, or nil.
  func complaint(_ counts: QualityCounts.Share, records: Int64) -> String? {
    guard let reason = reason(counts, records) else { return nil }
    return name.map { "\($0): \(reason)" } ?? reason
  }

  private func reason(_ counts: QualityCounts.Share, _ records: Int64) -> String? {
    if case .count(let atLeast, let atMost) = test {
      if let atLeast, records < Int64(atLeast) { return "\(records) records are fewer than \(atLeast)" }
      if let atMost, records > Int64(atMost) { return "\(records) records are more than \(atMost)" }
      return nil
    }
    guard counts.judged > 0 else { return nil }
    let share = Double(counts.passed) / Double(counts.judged)
    // A limit such as 99.9% is no exact double; half a millionth of a millionth is no record.
    guard share < atLeast.fraction - 5e-13 else { return nil }
    let noun = if case .lies = test { "values" } else { "records" }
    return "\(subject) \(percent(share)) is below \(atLeast.configText) "
      + "(\(counts.passed) of \(counts.judged) \(noun))"
  }

  /// Rounded down, with as many digits as it takes to be less than the limit.
  private func percent(_ share: Double) -> String {
    var scale = 10.0
    while (share * 100 * scale).rounded(.down) / scale >= atLeast.fraction * 100, scale < 1e9 { scale *= 10 }
    let shown = ((share * 100 + 1e-10) * scale).rounded(.down) / scale
    return "\(shown)%"
  }
}

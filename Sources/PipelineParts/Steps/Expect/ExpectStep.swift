import PipelineModel
import Resilience

/// Counts record by record and judges when a window is full, or at the end.
final class ExpectStep: OrderedStep, @unchecked Sendable {
  // Unchecked because of the counts: a run lets one lane at a time into an ordered stage.

  private let gauges: [QualityGauge]
  private let window: Int64?
  private let reaction: ExpectReaction
  private var counts: QualityCounts
  private var warnings: [String] = []

  init(gauges: [QualityGauge], over: ExpectWindow, reaction: ExpectReaction) {
    self.gauges = gauges
    self.reaction = reaction
    if case .records(let count) = over { window = Int64(count) } else { window = nil }
    counts = QualityCounts(gauges: gauges.count)
  }

  func apply(to batch: Batch, rows: UnsafeBufferPointer<UInt32>, stage: Int) throws(Failure) {
    for row in rows {
      counts.records += 1
      for index in gauges.indices {
        guard let passed = gauges[index].answer(Int(row), batch) else { continue }
        counts.shares[index].judged += 1
        if passed { counts.shares[index].passed += 1 }
      }
      if counts.records == window {
        try judge()
        counts.closeWindow()
      }
    }
  }

  func finish() throws(Failure) {
    if window == nil || counts.windows == 0 { try judge() }
  }

  func snapshot() -> StepSnapshot { StepSnapshot(state: counts.text) }

  func restore(state: String, keys: [[UInt8]]) { counts.restore(state) }

  func takeWarnings() -> [String] {
    defer { warnings = [] }
    return warnings
  }

  private func judge() throws(Failure) {
    let complaints = zip(gauges, counts.shares).compactMap { $0.complaint($1, records: counts.records) }
    if complaints.isEmpty { return }
    let message = complaints.joined(separator: "; ") + place
    if reaction == .warn {
      warnings.append(message)
    } else {
      throw Failure("ExpectationError", .business, message)
    }
  }

  private var place: String {
    guard let window else { return "" }
    let first = counts.windows * window
    return ", records \(first + 1) to \(first + counts.records)"
  }
}

import PipelineModel
import Resilience

/// Which entries a run redelivers: transient ones, not redelivered too often, whose last failure is long enough ago.
struct DueEntries: Sendable {
  let redelivery: Redelivery
  let now: Timestamp
  /// Where entries can enter.
  let stages: [String]

  /// Those that are due now.
  init(_ redelivery: Redelivery, in plan: Plan, now: Timestamp) {
    self.redelivery = redelivery
    self.now = now
    stages = ["source"] + plan.stages.map(\.name) + ["sinks"]
  }

  /// What the history of an entry holds whose stages were undone; quotes in messages are escaped.
  static let undone = #""outcome":"compensat"#

  /// The condition on stored entries.
  ///
  /// A failure that lies ahead was noted before the clock was set back, and is taken for long ago. An entry whose
  /// stages were undone can't go on where it failed, and to do it all again is for a person to decide.
  var condition: (text: String, values: [SQLValue]) {
    let marks = Array(repeating: "?", count: stages.count).joined(separator: ", ")
    let text = """
      class = 'transient' AND (failed_at <= ? OR failed_at > ?) AND redeliveries < ? AND stage IN (\(marks))
      AND INSTR(attempts, '\(Self.undone)') = 0
      """
    let values: [SQLValue] = [
      .text(timestampText(now.advanced(by: .zero - redelivery.delay))), .text(timestampText(now)),
      .integer(Int64(redelivery.maxRetries)),
    ]
    return (text, values + stages.map { .text($0) })
  }
}

/// What every log line of a run has in common.
struct LogContext: Sendable {
  var pipeline: String
  /// The run's id, as soon as it is known.
  var runID: String?
  /// The part each stage uses, by the stage's name.
  var components: [String: String]
}

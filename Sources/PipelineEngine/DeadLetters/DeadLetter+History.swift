import PipelineModel
import Resilience

extension DeadLetter {
  /// Whether it came from a file of `dlq export`, so that no run has counted it.
  var isImported: Bool { runID.hasPrefix(DeadLetter.importPrefix) }

  /// How the run of imported entries is called.
  static let importPrefix = "import_"

  /// This failure of a replay, as a further attempt of the entry that was replayed.
  func returned(to earlier: DeadLetter, isRedelivery: Bool) -> DeadLetter {
    var letter = self
    letter.origin = earlier.order
    letter.sequenceKey = earlier.sequenceKey
    letter.redeliveries = earlier.redeliveries + (isRedelivery ? 1 : 0)
    letter.messageID = earlier.messageID
    letter.traceID = earlier.traceID
    letter.operation = earlier.operation
    letter.file = earlier.file
    letter.line = earlier.line
    letter.offset = earlier.offset
    letter.original = earlier.original
    letter.receivedAt = earlier.receivedAt
    // The record never came to be: what the entry holds is still the best there is.
    if errorType == "ReplayError" || errorType == "Crash" && stage == "source" {
      (letter.body, letter.stage) = (earlier.body, earlier.stage)
    }
    letter.attempts = "[" + (earlier.history + history).joined(separator: ",") + "]"
    letter.retryCount = earlier.retryCount + 1 + retryCount
    return letter
  }

  /// The attempts as JSON objects; a failure without attempts of its own is one.
  private var history: [String] {
    let kept = attempts.dropFirst().dropLast()
    // Within a text of JSON the quotes would be escaped. What else is kept, such as an edit, is no attempt.
    if kept.contains("{\"attempt\":") { return [String(kept)] }
    func text(_ value: String) -> String { String(decoding: JSONWriter.string(value), as: UTF8.self) }
    return [
      "{\"attempt\":1,\"at\":\(text(failedAt)),\"run_id\":\(text(runID)),\"stage\":\(text(stage)),\"error_type\":"
        + "\(text(errorType)),\"class\":\"\(failureClass.name)\",\"error_message\":\(text(errorMessage))}"
    ] + (kept.isEmpty ? [] : [String(kept)])
  }
}

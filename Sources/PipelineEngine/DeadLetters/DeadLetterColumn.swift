/// What the store keeps of a dead letter, in the order of its columns.
enum DeadLetterColumn: Int, CaseIterable {
  case operation, messageID, runID, stage, failureClass, severity, errorType, errorMessage, field, fingerprint
  case file, line, offset, original, body, receivedAt, failedAt, retryCount, traceID, planDigest, attempts
  case redeliveries, origin, sequenceKey

  /// What a value of the column is.
  enum Kind {
    case text, blob, integer
  }

  /// The column's name in the store.
  var name: String { Self.names[rawValue] }

  /// What its values are.
  var kind: Kind {
    switch self {
    case .line, .offset, .retryCount, .redeliveries, .origin: .integer
    case .original, .body: .blob
    default: .text
    }
  }

  private static let names = [
    "operation", "message_id", "run_id", "stage", "class", "severity", "error_type", "error_message", "field",
    "fingerprint", "file", "line", "offset", "original", "body", "received_at", "failed_at", "retry_count",
    "trace_id", "plan_digest", "attempts", "redeliveries", "origin", "sequence_key",
  ]
}

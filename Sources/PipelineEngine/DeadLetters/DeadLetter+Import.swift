import FoundationEssentials
import PipelineModel
import Resilience

extension DeadLetter {
  /// Reads a line of `dlq export`; nil if it is something else.
  init?(exported line: [UInt8]) {
    guard JSONText.isObject(line) else { return nil }
    let entry = JSONMembers(line)
    let metadata = entry.object("metadata")
    let source = entry.object("source")
    guard let messageID = entry.text("message_id"), let operation = entry.text("original_queue"),
      let errorType = entry.text("error_type"), let stage = entry.text("stage"),
      let original = entry.text("original").map({ [UInt8]($0.utf8) }) ?? entry.object("original").base64,
      !messageID.isEmpty, !operation.isEmpty, !operation.contains("/"), operation != ".."
    else { return nil }
    let body = entry["message_body"] ?? "null"
    let now = timestampText()
    let failureClass = entry.text("class").flatMap(FailureClass.init(name:)) ?? .permanent
    self.init(
      messageID: messageID, operation: operation,
      runID: DeadLetter.importPrefix + (entry.text("run_id") ?? ""), stage: stage,
      failureClass: failureClass,
      severity: entry.text("severity").flatMap(Severity.init(name:)) ?? failureClass.defaultSeverity,
      errorType: errorType, errorMessage: entry.text("error_message") ?? "", field: entry.text("field"),
      fingerprint: entry.text("fingerprint") ?? "", file: source.text("file"),
      line: source["line"].flatMap { Int64($0) }, offset: source["offset"].flatMap { Int64($0) },
      original: original, body: body == "null" ? [] : [UInt8](body.utf8),
      receivedAt: metadata.text("received_at") ?? now, failedAt: metadata.text("failed_at") ?? now,
      retryCount: metadata["retry_count"].flatMap { Int($0) } ?? 0, traceID: metadata.text("trace_id") ?? "",
      planDigest: entry.text("plan_digest") ?? "", attempts: entry["attempts"] ?? "[]")
    sequenceKey = entry["sequence_key"].flatMap { $0 == "null" ? nil : $0 }
    redeliveries = metadata["redeliveries"].flatMap { Int($0) } ?? 0
    if fingerprint.isEmpty {
      fingerprint = Fingerprint.of(
        failureClass: failureClass.name, stage: stage, type: errorType, message: errorMessage)
    }
  }
}

extension JSONMembers {
  /// A member that is an object, or one without members.
  fileprivate func object(_ name: String) -> JSONMembers { JSONMembers([UInt8]((self[name] ?? "").utf8)) }

  fileprivate var base64: [UInt8]? { text("base64").flatMap { Data(base64Encoded: $0) }.map { [UInt8]($0) } }
}

import ConfigSpec
import FoundationEssentials
import PipelineEngine
import PipelineModel
import Resilience

/// A dead letter as the documented JSON object.
///
/// The record's own JSON goes in byte by byte: reading it into numbers and writing it again could change it.
struct DeadLetterJSON {
  private let letter: DeadLetter

  private let redelivery: Redelivery?

  /// - Parameter redelivery: the policy of the newest run.
  init(_ letter: DeadLetter, _ redelivery: Redelivery? = nil) {
    self.letter = letter
    self.redelivery = redelivery
  }

  /// On one line, for export.
  var line: String {
    "{" + members.map { "\(JSONValue.string($0.0).text()):\($0.1)" }.joined(separator: ",") + "}"
  }

  /// A member a line, for people.
  var pretty: String {
    "{\n" + members.map { "  \(JSONValue.string($0.0).text()): \($0.1)" }.joined(separator: ",\n") + "\n}"
  }

  private var members: [(String, String)] {
    [
      ("message_id", text(letter.messageID)), ("original_queue", text(letter.operation)),
      ("error_type", text(letter.errorType)), ("error_message", text(letter.errorMessage)),
      ("message_body", messageBody), ("metadata", metadata.text()),
      ("class", text(letter.failureClass.name)), ("severity", text(letter.severity.name)),
      ("stage", text(letter.stage)), ("field", text(letter.field)), ("source", source.text()),
      ("original", original.text()), ("fingerprint", text(letter.fingerprint)),
      ("run_id", text(letter.runID)),
      ("plan_digest", text(letter.planDigest)), ("sequence", "\(letter.sequence)"),
      ("sequence_key", letter.sequenceKey ?? "null"),
      ("attempts", letter.attempts),
    ]
  }

  /// The record as it was when it failed; null if it never could be read.
  private var messageBody: String {
    letter.body.isEmpty ? "null" : String(decoding: letter.body, as: UTF8.self)
  }

  private var metadata: JSONValue {
    .object([
      ("received_at", .string(letter.receivedAt)), ("failed_at", .string(letter.failedAt)),
      ("retry_count", .int(letter.retryCount)), ("trace_id", .string(letter.traceID)),
      ("redeliveries", .int(letter.redeliveries)),
      ("next_redelivery", redelivery.flatMap(letter.nextRedelivery).map { .string($0) } ?? .null),
    ])
  }

  private var source: JSONValue {
    .object([
      ("file", letter.file.map { .string($0) } ?? .null),
      ("line", letter.line.map { .int(Int($0)) } ?? .null),
      ("offset", letter.offset.map { .int(Int($0)) } ?? .null),
    ])
  }

  /// The record as it was received; bytes that are no UTF-8 can only be told in base64.
  private var original: JSONValue {
    if let text = String(validating: letter.original, as: UTF8.self) { return .string(text) }
    return .object([("base64", .string(Data(letter.original).base64EncodedString()))])
  }

  private func text(_ value: String?) -> String { value.map { JSONValue.string($0).text() } ?? "null" }
}

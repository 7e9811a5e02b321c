import PipelineModel
import Resilience

/// What a plug-in says on a line.
enum PluginMessage: Sendable {
  /// It is ready for records.
  case ready(version: Int)
  /// What it made of a record, as JSON.
  case result(UInt64, [UInt8])
  /// Why it could not do a record, and what of that nobody knows the meaning of.
  case failure(UInt64, Failure, unknown: String?)
  /// Something for the log.
  case log(String)
  /// Something else.
  case invalid(String)

  /// Reads a line.
  init(_ line: [UInt8]) {
    do throws(JSONProblem) { try JSONText.check(line) } catch {
      self = .invalid("a line that is not JSON (\(error.reason.rawValue) at byte \(error.offset))")
      return
    }
    // The cursor reads up to 64 bytes past the end.
    let buffer = TextBuffer(line)
    guard
      var cursor = JSONCursor(UnsafeBufferPointer(start: UnsafePointer(buffer.base), count: line.count))
    else {
      self = .invalid("a line that is no JSON object")
      return
    }
    var members: [String: (text: String, raw: [UInt8])] = [:]
    while let (name, value) = cursor.next() {
      guard let name else { continue }
      let isText = value.kind == .string || value.kind == .escapedString
      let raw = [UInt8](value.text)
      let quoted = [UInt8(ascii: "\"")] + raw + [UInt8(ascii: "\"")]
      members[name.string] = (value.string, isText ? quoted : raw)
    }
    self = PluginMessage.message(members)
  }

  private static func message(_ members: [String: (text: String, raw: [UInt8])]) -> PluginMessage {
    let id = members["id"].flatMap { UInt64($0.text) }
    switch members["type"]?.text {
    case "ready": return .ready(version: members["protocol"].flatMap { Int($0.text) } ?? 0)
    case "result":
      guard let id else { return .invalid("a `result` without the `id` of its record") }
      return .result(id, members["value"]?.raw ?? Array("null".utf8))
    case "error":
      guard let id else { return .invalid("an `error` without the `id` of its record") }
      return .failure(id, failure(members), unknown: unknown(members))
    case "log": return .log(members["message"]?.text ?? "")
    case let type: return .invalid("a message of type `\(type ?? "")`")
    }
  }

  /// Names that are not those of the protocol, and so count for nothing.
  private static func unknown(_ members: [String: (text: String, raw: [UInt8])]) -> String? {
    if let name = members["class"], name.text != "null", FailureClass(name: name.text) == nil {
      return "the class `\(name.text.prefix(40))`, so that the error's name decides"
    }
    if let name = members["severity"], name.text != "null", Severity(name: name.text) == nil {
      return "the severity `\(name.text.prefix(40))`, so that the class decides"
    }
    return nil
  }

  /// The class is the one that is named; else what the name of the error commonly means; else permanent.
  private static func failure(_ members: [String: (text: String, raw: [UInt8])]) -> Failure {
    let type = members["error_type"]?.text ?? "PluginError"
    let failureClass =
      members["class"].flatMap { FailureClass(name: $0.text) } ?? FailureClass(errorType: type) ?? .permanent
    var failure = Failure(type, failureClass, members["message"]?.text ?? type, field: members["field"]?.text)
    failure.severity = members["severity"].flatMap { Severity(name: $0.text) }
    failure.retryAfter = members["retry_after_ms"].flatMap { Int64($0.text) }.map { .milliseconds($0) }
    // The plug-in says that it failed; only it can say that something happened all the same.
    failure.effect = members["effect"]?.text == "unknown" ? .unknown : .none
    return failure
  }
}

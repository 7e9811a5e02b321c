import ConfigSpec
import Resilience

/// Log lines for machines: one JSON object a line; errors have the keys of the documented error line.
struct JSONLogFormat: Sendable {
  func line(_ record: LogRecord, at time: String, _ context: LogContext) -> String {
    var members: [(String, JSONValue)] = [
      ("timestamp", .string(time)), ("severity", .string(record.severity.name)),
    ]
    if record.level == .info {
      members.append(("message", .string(record.message)))
    } else {
      members += [
        ("error_type", text(record.errorType)), ("error_message", .string(record.message)),
        ("message_id", text(record.messageID)), ("trace_id", text(record.traceID)),
      ]
    }
    members += [
      ("component", .string(record.stage.map { context.components[$0] ?? $0 } ?? "pipeline")),
      ("stage", text(record.stage)), ("context", .object(self.context(record, context))),
    ]
    if record.level != .info {
      let cause = record.errorType.map { "\($0): \(record.message)" } ?? record.message
      members.append(("stack_trace", .array([.string(cause)])))
    }
    if let help = record.help { members.append(("help", .string(help))) }
    return JSONValue.object(members).text()
  }

  /// The closing line of a run: the summary under the usual keys.
  func summary(_ summary: RunSummary, at time: String) -> String {
    JSONValue.object([
      ("timestamp", .string(time)), ("severity", .string("info")),
      ("message", .string("run \(summary.outcome)")), ("component", .string("pipeline")),
      ("summary", summary.json),
    ]).text()
  }

  private func context(_ record: LogRecord, _ context: LogContext) -> [(String, JSONValue)] {
    var members: [(String, JSONValue)] = [
      ("file", text(record.file)), ("line", number(record.line)), ("offset", number(record.offset)),
      ("run_id", text(context.runID)), ("pipeline", .string(context.pipeline)),
    ]
    if let failureClass = record.failureClass { members.append(("class", .string(failureClass.name))) }
    if let event = record.event {
      members += [
        ("event", .string(event)), ("service", text(record.service)),
        ("attempt", record.attempt.map { .int($0) } ?? .null),
      ]
      if record.level == .info {
        members += [("message_id", text(record.messageID)), ("trace_id", text(record.traceID))]
      }
    }
    return members
  }

  private func text(_ value: String?) -> JSONValue { value.map { .string($0) } ?? .null }

  private func number(_ value: Int64?) -> JSONValue { value.map { .int(Int($0)) } ?? .null }
}

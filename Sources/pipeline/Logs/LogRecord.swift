import PipelineEngine
import PipelineModel
import Resilience

/// One thing to log, before it gets its format.
struct LogRecord: Sendable {
  /// How loud it is.
  enum Level: Sendable {
    case info
    case warning
    case error
  }

  /// The same names as in alert rules and dead letters.
  var severity: Severity
  var level: Level
  /// The kind of error, if it is one.
  var errorType: String?
  /// The class of the failure, of what a stage or a call brought about.
  var failureClass: FailureClass?
  var message: String
  var messageID: String?
  var traceID: String?
  var stage: String?
  var file: String?
  var line: Int64?
  var offset: Int64?
  /// The service, the attempt and the kind of a policy's event.
  var service: String?
  var attempt: Int?
  var event: String?
  /// What to do next.
  var help: String?

  static func info(_ message: String) -> LogRecord {
    LogRecord(severity: .info, level: .info, message: message)
  }

  static func warning(_ message: String) -> LogRecord {
    LogRecord(severity: .medium, level: .warning, errorType: "Warning", message: message)
  }

  /// The problem that ended a run.
  init(_ problem: EngineProblem) {
    let severity = problem.failureClass?.defaultSeverity ?? (problem.kind == .failed ? .critical : .high)
    self.init(severity: severity, level: .error, message: problem.message)
    stage = problem.stage
    failureClass = problem.failureClass
    errorType =
      problem.errorType
      ?? (problem.kind == .failed ? "RunFailed" : problem.kind == .inUse ? "StateInUse" : "RunRefused")
    help = problem.help
  }

  /// A record that was given up; the message names field and position, never a value.
  init(_ letter: DeadLetter) {
    self.init(severity: letter.severity, level: .warning, message: letter.errorMessage)
    errorType = letter.errorType
    failureClass = letter.failureClass
    messageID = letter.messageID
    traceID = letter.traceID
    stage = letter.stage
    file = letter.file
    line = letter.line
    offset = letter.offset
  }

  /// What a policy did around a call.
  init(_ notice: PolicyNotice) {
    let place = notice.service.map { "`\(notice.stage)` (service `\($0)`)" } ?? "`\(notice.stage)`"
    let isNews = notice.severity <= .low && notice.kind != .failed && notice.kind != .timedOut
    self.init(
      severity: notice.severity, level: isNews ? .info : notice.severity == .critical ? .error : .warning,
      errorType: isNews ? nil : notice.errorType ?? notice.kind.rawValue,
      message: "\(place): \(notice.message)")
    messageID = notice.messageID
    traceID = notice.traceID
    file = notice.place?.file
    line = notice.place?.line
    offset = notice.place?.offset
    stage = notice.stage
    failureClass = notice.failureClass
    service = notice.service
    attempt = notice.attempt
    event = notice.kind.rawValue
  }

  private init(severity: Severity, level: Level, errorType: String? = nil, message: String) {
    self.severity = severity
    self.level = level
    self.errorType = errorType
    self.message = message
  }
}

import PipelineEngine

/// Turns the events of a run into log lines: which are worth a line, and what it says.
struct RunLog: Sendable {
  /// How lines are written.
  enum Format: Sendable {
    case text(TextLogFormat)
    case json(JSONLogFormat)
  }

  /// The least time between two lines about checkpoints.
  private static let checkpointInterval: Duration = .seconds(10)
  /// The least time between two lines about attempts to reconnect to one service.
  private static let recoveryInterval: Duration = .milliseconds(500)
  private let format: Format
  private let isQuiet: Bool
  /// Checkpoints are news where there is no live display.
  private let tellsCheckpoints: Bool
  private(set) var context: LogContext
  private var throttle = DeadLetterThrottle()
  private var lastCheckpoint: Duration?
  private var lastRecovery: [String: Duration] = [:]

  init(_ format: Format, context: LogContext, isQuiet: Bool, tellsCheckpoints: Bool) {
    self.format = format
    self.context = context
    self.isQuiet = isQuiet
    self.tellsCheckpoints = tellsCheckpoints
  }

  /// The lines for an event.
  ///
  /// - Parameters:
  ///   - time: the time stamp to print.
  ///   - now: time since the run began.
  mutating func lines(_ event: RunEvent, at time: @autoclosure () -> String, now: Duration) -> [String] {
    switch event {
    case .began(let runID):
      context.runID = runID
      return []
    case .resumed(let records, let epoch):
      return lines(
        .info("resumed behind record \(Amounts.count(records)) (checkpoint \(Amounts.count(epoch)))"),
        at: time())
    case .checkpoint(let epoch, let records):
      guard tellsCheckpoints, now - (lastCheckpoint ?? .zero) >= Self.checkpointInterval else { return [] }
      lastCheckpoint = now
      return lines(
        .info("checkpoint \(Amounts.count(epoch)): \(Amounts.count(records, "record"))"), at: time())
    case .deadLettered(let notice):
      guard isAdmitted(notice) else { return [] }
      let letter = notice.letter
      context.runID = letter.runID
      return lines(LogRecord(letter), at: time())
    case .redelivering(let entries):
      return lines(.info("redelivering \(Amounts.count(Int64(entries), "dead letter"))"), at: time())
    case .redelivered(let redelivery):
      let isGood = redelivery.counts.deadLettered + redelivery.damaged.count == 0 && redelivery.stopped == nil
      return lines(isGood ? .info(redelivery.text) : .warning(redelivery.text), at: time())
    case .policy(let notice):
      // Attempts by the thousand would bury what a person must see; the summary counts them.
      if case .text = format, !notice.isAboutService || isRepeated(notice, now) { return [] }
      return lines(LogRecord(notice), at: time())
    case .warning(let message): return lines(.warning(message), at: time())
    case .note(let message): return lines(.info(message), at: time())
    }
  }

  /// The lines for anything else.
  func lines(_ record: LogRecord, at time: String) -> [String] {
    if isQuiet, record.level == .info { return [] }
    switch format {
    case .text(let format): return [format.line(record, at: time)]
    case .json(let format): return [format.line(record, at: time, context)]
    }
  }

  /// The closing lines: how many dead letters of each kind were not shown.
  func closing(at time: String) -> [String] {
    var messages = throttle.held.map {
      "\($0.summary) (and \(Amounts.count($0.count)) more like it, group \($0.fingerprint))"
    }
    if throttle.others > 0 {
      messages.append("and \(Amounts.count(throttle.others, "dead letter")) of other kinds")
    }
    return messages.flatMap { lines(.warning($0), at: time) }
  }

  /// Whether another record has just said that it tries to reconnect to the same service.
  private mutating func isRepeated(_ notice: PolicyNotice, _ now: Duration) -> Bool {
    guard notice.kind == .recovering else { return false }
    let name = notice.service ?? notice.stage
    if let last = lastRecovery[name], now - last < Self.recoveryInterval { return true }
    lastRecovery[name] = now
    return false
  }

  private mutating func isAdmitted(_ notice: DeadLetterNotice) -> Bool {
    // Machines want each of them; people the first few of a kind.
    guard case .text = format else { return true }
    return throttle.admits(notice.fingerprint, summary: notice.letter.summary)
  }
}

extension DeadLetter {
  fileprivate var summary: String { "\(errorType) in `\(stage)`: \(errorMessage)" }
}

extension PolicyNotice {
  /// Whether it says something about a service as a whole, not about one record.
  fileprivate var isAboutService: Bool {
    switch kind {
    case .opened, .halfOpen, .closed, .paused, .recovering, .compensationFailed: true
    default: false
    }
  }
}

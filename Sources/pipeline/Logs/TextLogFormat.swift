import PipelineEngine

/// Log lines for people: `2026-10-14T08:30:01.123Z warning  data.csv:12: ConversionError in …`.
struct TextLogFormat: Sendable {
  let style: TerminalStyle
  /// On a terminal the time is left out.
  let hasTime: Bool
  var paths = PathDisplay.current

  func line(_ record: LogRecord, at time: String) -> String {
    let label =
      switch record.level {
      case .info: style.paint("info", .cyan)
      case .warning: style.paint("warning", .yellow)
      case .error: style.paint("error", .red)
      }
    var text = hasTime ? "\(time) \(label) " : "\(label): "
    if let file = record.file {
      text += visible("\(paths.text(file))\(record.line.map { ":\($0)" } ?? ""): ")
    }
    // What a policy did names its stage and service itself.
    if record.event == nil, let stage = record.stage {
      text += visible("\(record.errorType ?? "error") in `\(stage)`: ")
    }
    text += visible(record.message)
    // An attempt to reconnect is named by the message, with a number of its own.
    if record.errorType != nil, record.event != PolicyNotice.Kind.recovering.rawValue,
      let attempt = record.attempt
    {
      text += " (attempt \(attempt))"
    }
    if let id = record.messageID { text += " " + style.paint("[\(id)]", .dim) }
    if let help = record.help { text += "\n" + style.paint("help", .bold) + ": " + visible(help) }
    return text
  }

  /// Lines stay lines; other control characters could steer the terminal.
  private func visible(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { TextWidth.visible(String($0)) }
      .joined(separator: "\n")
  }
}

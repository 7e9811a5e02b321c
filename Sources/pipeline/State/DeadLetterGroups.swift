import ConfigSpec
import PipelineEngine
import Resilience

/// The dead letters by cause, for a list.
struct DeadLetterGroups {
  let groups: [DeadLetterStore.Group]
  /// Entries that have left, by reason.
  var removals: [(reason: String, count: Int64)] = []
  /// How many entries of a group will be redelivered, and when the first is due; nil if nothing is redelivered.
  var waiting: [String: (count: Int, due: String)]?
  /// The operations that have such entries.
  var operations: [String] = []
  /// The pipeline file, for the commands that are offered.
  let file: String

  /// Two lines a group: how many, where and what; then when, and an example.
  var lines: [StyledLine] {
    if groups.isEmpty { return [StyledLine("no dead letters")] + removed }
    var lines: [StyledLine] = []
    for group in groups {
      let example = group.example
      var title = StyledLine("\(Amounts.count(Int64(group.count))) × ", .bold)
      title.add(example.errorType, .red)
      title.add(" in `\(example.stage)`: \(example.errorMessage)")
      lines.append(title)
      lines += detail("group", "\(group.fingerprint)  \(example.failureClass.name), \(example.severity.name)")
      let span = group.first == group.last ? group.first : "\(group.first) to \(group.last)"
      lines += detail("failed", span)
      if let text = redelivery(of: group) { lines += detail("retry", text) }
      lines += detail("example", "\(place(example))  \(example.messageID)")
      lines.append(StyledLine())
    }
    let total = groups.reduce(0) { $0 + $1.count }
    lines.append(
      StyledLine(
        "\(Amounts.count(Int64(total), "dead letter")) in \(Amounts.count(Int64(groups.count), "group"))"))
    if operations.count > 1 {
      let names = operations.map { "`\($0)`" }.joined(separator: ", ")
      lines.append(StyledLine("of \(operations.count) operations, which `--operation` tells apart: \(names)"))
    }
    lines += removed
    lines.append(help("pipeline dlq show \(ShellWord.quote(file)) \(groups[0].example.messageID)"))
    return lines
  }

  private var removed: [StyledLine] {
    removals.map { StyledLine("gone: \(Amounts.count($0.count)) \($0.reason)", .dim) }
  }

  var json: JSONValue {
    .array(
      groups.map { group in
        let example = group.example
        return .object([
          ("fingerprint", .string(group.fingerprint)), ("count", .int(group.count)),
          ("first", .string(group.first)), ("last", .string(group.last)),
          ("stage", .string(example.stage)), ("class", .string(example.failureClass.name)),
          ("severity", .string(example.severity.name)), ("error_type", .string(example.errorType)),
          ("error_message", .string(example.errorMessage)),
          ("to_be_redelivered", .int(waiting?[group.fingerprint]?.count ?? 0)),
          ("next_redelivery", waiting?[group.fingerprint].map { .string($0.due) } ?? .null),
          (
            "example",
            .object([
              ("message_id", .string(example.messageID)), ("sequence", .int(Int(example.sequence))),
              ("file", example.file.map { .string($0) } ?? .null),
              ("line", example.line.map { .int(Int($0)) } ?? .null),
            ])
          ),
        ])
      })
  }

  /// What runs will do with the entries; nothing is said of those that no run ever redelivers.
  private func redelivery(of group: DeadLetterStore.Group) -> String? {
    guard let waiting, group.example.failureClass == .transient else { return nil }
    guard let (count, due) = waiting[group.fingerprint] else {
      return "parked: no run redelivers them any more"
    }
    let parked = group.count > count ? ", \(Amounts.count(Int64(group.count - count))) parked" : ""
    return "\(Amounts.count(Int64(count))) to be redelivered by a run after \(due)\(parked)"
  }

  private func place(_ letter: DeadLetter) -> String {
    guard let file = letter.file else { return "" }
    let path = PathDisplay.current.text(file)
    return letter.line.map { "\(path):\($0)" } ?? path
  }

  private func detail(_ label: String, _ text: String) -> [StyledLine] {
    var line = StyledLine("    \(TextWidth.pad(label, to: 9))", .dim)
    line.add(text)
    return [line]
  }

  private func help(_ command: String) -> StyledLine {
    var line = StyledLine("help", .bold)
    line.add(": an entry with its record: `\(command)`")
    return line
  }
}

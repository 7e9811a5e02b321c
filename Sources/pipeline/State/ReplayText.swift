import ConfigSpec
import PipelineEngine

/// What a replay says to people.
enum ReplayText {
  /// The changes as a diff, entry by entry, and how many entries there are.
  static func preview(_ preview: Replay.Preview, shown: Int) -> String {
    var text = ""
    var last = ""
    for change in preview.changes {
      if change.messageID != last { text += "\(change.messageID)\n" }
      last = change.messageID
      if change.field.isEmpty {
        text += "  can't be changed: \(change.after)\n"
      } else {
        if !change.before.isEmpty { text += "  - \(change.field): \(change.before)\n" }
        text += "  + \(change.field): \(change.after)\n"
      }
    }
    let more = preview.entries - shown
    if !preview.changes.isEmpty, more > 0 { text += "… and \(Amounts.count(Int64(more))) more\n" }
    text += "\(Amounts.count(Int64(preview.entries), "dead letter")) selected\n"
    if preview.heldBack > 0 {
      text +=
        "\(Amounts.count(preview.heldBack, "dead letter")) held back: an earlier one with the same key (`sequence_by`)"
        + " is not replayed; discard it to let them go\n"
    }
    if !preview.otherOperations.isEmpty {
      let names = preview.otherOperations.map { "`\($0)`" }.joined(separator: ", ")
      text +=
        "not those of other inputs (\(names)); `--param` chooses the input, as in `--param input=FILE`\n"
    }
    if preview.damaged.count > 0 {
      text +=
        "\(Amounts.count(preview.damaged.count, "dead letter")) left alone because damaged in the store\n"
    }
    return text
  }

  /// What was done, and what to do next.
  static func summary(_ result: ReplayResult, file: String) -> String {
    var text = "replayed \(Amounts.count(result.replayed, "dead letter"))"
    for (count, one, many) in [
      (result.counts.duplicates, "was a duplicate", "were duplicates"),
      (result.counts.filtered, "was filtered", "were filtered"),
      (result.counts.skipped, "was skipped by a fallback", "were skipped by a fallback"),
    ] where count > 0 { text += ", \(Amounts.count(count)) \(count == 1 ? one : many)" }
    if result.failedAgain > 0 { text += ", \(Amounts.count(result.failedAgain)) failed again" }
    if result.heldBack > 0 { text += ", \(Amounts.count(result.heldBack)) held back behind earlier ones" }
    if result.damaged.count > 0 {
      text += ", \(Amounts.count(result.damaged.count)) left alone because damaged in the store"
    }
    if let stopped = result.stopped { text += "; stopped: \(stopped)" }
    text += "\n"
    if result.failedAgain > 0 { text += "help: why: `pipeline dlq list \(ShellWord.quote(file))`\n" }
    if let advice = result.damaged.advice(file) { text += "help: \(advice)\n" }
    return text
  }
}

extension ReplayText {
  /// What was done, for machines.
  static func json(_ result: ReplayResult) -> JSONValue {
    func whole(_ count: Int64) -> JSONValue { .int(Int(count)) }
    return .object([
      ("run_id", result.runID.map { .string($0) } ?? .null), ("operation", .string(result.operation)),
      ("end", .string(result.stopped == nil ? "completed" : "stopped")),
      ("reason", result.stopped.map { .string($0) } ?? .null),
      ("exit_code", .int(Int(result.exitCode))), ("dry_run", .bool(false)), ("taken", whole(result.taken)),
      ("replayed", whole(result.replayed)), ("duplicates", whole(result.counts.duplicates)),
      ("filtered", whole(result.counts.filtered)), ("skipped", whole(result.counts.skipped)),
      ("failed_again", whole(result.failedAgain)), ("held_back", whole(result.heldBack)),
      ("damaged", whole(result.damaged.count)),
    ])
  }

  /// What would be done, for machines.
  static func json(_ preview: Replay.Preview, operation: String) -> JSONValue {
    .object([
      ("operation", .string(operation)), ("dry_run", .bool(true)), ("selected", .int(preview.entries)),
      ("held_back", .int(Int(preview.heldBack))), ("damaged", .int(Int(preview.damaged.count))),
      (
        "changes",
        .array(
          preview.changes.map {
            .object([
              ("message_id", .string($0.messageID)), ("field", .string($0.field)),
              ("before", .string($0.before)), ("after", .string($0.after)),
            ])
          })
      ),
    ])
  }
}

/// Tells warnings and notes of a replay; entries that fail again are counted at the end.
struct ReplayLog: RunObserver {
  func observe(_ event: RunEvent) {
    switch event {
    case .warning(let text): StandardStream.error.write("warning: \(text)\n")
    case .note(let text): StandardStream.error.write("\(text)\n")
    default: break
    }
  }
}

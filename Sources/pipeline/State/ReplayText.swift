import PipelineEngine

/// What a replay says to people.
enum ReplayText {
  /// The changes as a diff, entry by entry, and how many entries there are.
  static func preview(_ changes: [Replay.Change], entries: Int, shown: Int) -> String {
    var text = ""
    var last = ""
    for change in changes {
      if change.messageID != last { text += "\(change.messageID)\n" }
      last = change.messageID
      if change.field.isEmpty {
        text += "  can't be changed: \(change.after)\n"
      } else {
        if !change.before.isEmpty { text += "  - \(change.field): \(change.before)\n" }
        text += "  + \(change.field): \(change.after)\n"
      }
    }
    if !changes.isEmpty, entries > shown { text += "… and \(Amounts.count(Int64(entries - shown))) more\n" }
    return text + "\(Amounts.count(Int64(entries), "dead letter")) selected\n"
  }

  /// How many entries wait for others; nothing if none does.
  static func heldBack(_ count: Int64) -> String {
    if count == 0 { return "" }
    return
      "\(Amounts.count(count, "dead letter")) held back: an earlier one with the same key (`sequence_by`) is not"
      + " replayed; discard it to let them go\n"
  }

  /// What was done, and what to do next.
  static func summary(_ result: ReplayResult, file: String) -> String {
    var text = "replayed \(Amounts.count(result.replayed, "dead letter"))"
    if result.failedAgain > 0 { text += ", \(Amounts.count(result.failedAgain)) failed again" }
    if result.heldBack > 0 { text += ", \(Amounts.count(result.heldBack)) held back behind earlier ones" }
    if result.damaged > 0 {
      text += ", \(Amounts.count(result.damaged)) left alone, because they are damaged"
    }
    if let stopped = result.stopped { text += "; stopped: \(stopped)" }
    text += "\n"
    if result.failedAgain > 0 { text += "help: why: `pipeline dlq list \(ShellWord.quote(file))`\n" }
    return text
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

import PipelineModel

/// What became of the stages that a record had been through when it was given up, as `attempts` says.
///
/// A stage that was undone is done anew by a replay: it enters there, or before, and its key says which time it is,
/// since to the server the work of the old key is done and undone. A stage that could not be undone still stands; its
/// key stays, so that nothing is charged twice.
extension DeadLetter {
  /// How often each stage was undone, by name.
  var timesUndone: [String: Int] {
    compensations.reduce(into: [:]) { times, outcome in
      if outcome.isUndone { times[outcome.stage, default: 0] += 1 }
    }
  }

  /// The stage that a replay enters at: the first of those that were undone, or were to be, else the one that failed.
  ///
  /// - Parameter stages: the plan's stages, in order.
  func reentry(among stages: [String]) -> String {
    let compensated = Set(compensations.map(\.stage))
    if compensated.isEmpty { return stage }
    guard let first = stages.firstIndex(where: { compensated.contains($0) }) else { return stage }
    guard let failed = stages.firstIndex(of: stage) else { return stage == "source" ? stage : stages[first] }
    return stages[min(first, failed)]
  }

  /// The stages whose fallback had taken the place of an answer.
  var fallbacks: [String] { outcomes.filter { $0.outcome == "fallback" }.map(\.stage) }

  /// A fallback as `attempts` keeps it.
  static func fallback(_ stage: String) -> String {
    "{\"outcome\":\"fallback\",\"stage\":\(String(decoding: JSONWriter.string(stage), as: UTF8.self))}"
  }

  /// The keys under which stages remember the record, by the stage's name.
  ///
  /// They are kept with the entry because an edit may change the key: the old one is the record's own, a new one may be
  /// another record's.
  var rememberedKeys: [String: Set<ContentDigest>] {
    outcomes.reduce(into: [:]) { keys, outcome in
      if let key = outcome.key { keys[outcome.stage, default: []].insert(key) }
    }
  }

  /// A key as `attempts` keeps it.
  static func remembered(_ key: ContentDigest, by stage: String) -> String {
    "{\"outcome\":\"remembered\",\"stage\":\(String(decoding: JSONWriter.string(stage), as: UTF8.self)),\"key\":"
      + "\"\(key)\"}"
  }

  private var compensations: [(stage: String, isUndone: Bool)] {
    outcomes.filter { $0.outcome.hasPrefix("compensat") }.map { ($0.stage, $0.outcome == "compensated") }
  }

  /// What became of stages, beside the attempts.
  private var outcomes: [(stage: String, outcome: String, key: ContentDigest?)] {
    // Most entries have none, and needn't be parsed.
    guard attempts.utf8.count > 2, attempts.contains("{\"outcome\":") else { return [] }
    let text = TextBuffer(attempts.utf8)
    return withExtendedLifetime(text) {
      var found: [(stage: String, outcome: String, key: ContentDigest?)] = []
      var cursor = JSONCursor(UnsafeBufferPointer(start: UnsafePointer(text.base), count: text.count))
      while let item = cursor?.next() {
        let members = JSONMembers(Array(item.value.text))
        if let outcome = members.text("outcome"), let stage = members.text("stage") {
          found.append((stage, outcome, members.text("key").flatMap { ContentDigest($0) }))
        }
      }
      return found
    }
  }
}

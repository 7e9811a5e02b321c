import PipelineModel

extension DeadLetterDesk {
  /// What became of the lines of an import.
  public struct Import: Sendable, Equatable {
    /// Entries that are dead letters now.
    public var added = 0
    /// Entries that were dead letters already.
    public var present = 0
    /// Entries that were left out because they have been replayed since they were exported.
    public var settled = 0
  }

  /// Adds the entries of a `dlq export`, one line each; those that are here already are left out.
  ///
  /// What a replay or a run has sent on its way is known as long as `retention` lasts, until the operation is begun anew.
  ///
  /// - Parameter settledOnes: whether those are added, too, though another replay writes them a second time.
  /// - Throws: `.refused` naming the line that is no entry; then nothing was added.
  public func add(_ lines: [[UInt8]], settledOnes: Bool = false) throws(EngineProblem) -> Import {
    var byOperation: [String: [DeadLetter]] = [:]
    for (index, line) in lines.enumerated() where !line.isEmpty {
      guard let letter = DeadLetter(exported: line) else {
        throw EngineProblem(
          .refused, "line \(index + 1) is not an exported dead letter; nothing was added",
          help: "expected a JSON object with message_id, original_queue, error_type, stage and original, as"
            + " `pipeline dlq export` writes it")
      }
      byOperation[letter.operation, default: []].append(letter)
    }
    var total = Import()
    for (operation, letters) in byOperation.sorted(by: { $0.key < $1.key }) {
      let done = try change(operation) { database throws(StoreProblem) in
        try Self.add(letters, of: operation, settledOnes, in: database)
      }
      total.added += done.added
      total.present += done.present
      total.settled += done.settled
    }
    return total
  }

  private static func add(
    _ letters: [DeadLetter], of operation: String, _ settledOnes: Bool, in database: Database
  ) throws(StoreProblem) -> Import {
    let present = try database.prepare(
      "SELECT 1 FROM dead_letters WHERE operation = ? AND message_id = ? AND removed_epoch IS NULL")
    let settled = try database.prepare(
      """
      SELECT 1 FROM settled_letters WHERE operation = ?1 AND message_id = ?2
      UNION ALL SELECT 1 FROM dead_letters
      WHERE operation = ?1 AND message_id = ?2 AND removed_epoch IS NOT NULL AND \(DeadLetterRemoval.isSettled)
      """)
    var new: [DeadLetter] = []
    var seen: Set<String> = []
    var done = Import()
    for letter in letters {
      let name: [SQLValue] = [.text(operation), .text(letter.messageID)]
      var (isPresent, isSettled) = (!seen.insert(letter.messageID).inserted, false)
      try present.forEach(name) { _ in isPresent = true }
      if !isPresent, !settledOnes { try settled.forEach(name) { _ in isSettled = true } }
      if isPresent {
        done.present += 1
      } else if isSettled {
        done.settled += 1
      } else {
        new.append(letter)
      }
    }
    try DeadLetterStore.insert(new, epoch: 0, in: database)
    done.added = new.count
    return done
  }
}

extension DeadLetterStore {
  /// The entry with this message id or number, or the only one whose id begins so.
  ///
  /// - Throws: `.refused` if there is none, or more than one.
  public func entry(_ id: String) throws(EngineProblem) -> DeadLetter {
    // Of many that begin so, five are enough to say that it is not enough.
    let found = try store.use { database throws(StoreProblem) in
      let exact = try Self.letters(
        "removed_epoch IS NULL AND (message_id = ? OR CAST(sequence AS TEXT) = ?)", [.text(id), .text(id)],
        limit: 1, in: database)
      if !exact.isEmpty || id.isEmpty { return exact }
      return try Self.letters(
        "removed_epoch IS NULL AND INSTR(message_id, ?) = 1", [.text(id)], limit: 5, in: database)
    }
    guard let letter = found.first else { throw try missing(id) }
    if found.count > 1 {
      let ids = found.map(\.messageID).joined(separator: ", ")
      throw EngineProblem(
        .refused, "more than one dead letter begins with `\(id)`: \(ids)\(found.count == 5 ? ", …" : "")",
        help: "write more of the id")
    }
    return letter
  }
  private func missing(_ id: String) throws(EngineProblem) -> EngineProblem {
    let gone = try store.use { database throws(StoreProblem) in
      try database.rows(
        """
        SELECT message_id, removed_why FROM dead_letters WHERE removed_epoch IS NOT NULL AND removed_why <> ?
          AND (message_id = ? OR CAST(sequence AS TEXT) = ?) ORDER BY sequence DESC LIMIT 1
        """, [.text(DeadLetterRemoval.returned), .text(id), .text(id)]
      ).first
    }
    let help = "`pipeline dlq list` shows an id of each group"
    guard let gone, let name = gone[0].text, let why = gone[1].text else {
      return EngineProblem(.refused, "there is no dead letter `\(id)`", help: help)
    }
    return EngineProblem(.refused, "the dead letter `\(name)` is gone: \(why)", help: help)
  }
}

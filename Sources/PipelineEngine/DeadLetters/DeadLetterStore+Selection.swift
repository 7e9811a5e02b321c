extension DeadLetterStore {
  /// Entries with the same cause.
  public struct Group: Sendable {
    /// Names the group.
    public var fingerprint: String
    /// How many entries.
    public var count: Int
    /// When the first and the last one failed.
    public var first: String
    /// When the last one failed.
    public var last: String
    /// The newest entry.
    public var example: DeadLetter
  }

  /// Which entries a command is about; nil takes all.
  public struct Selection: Sendable {
    /// One entry, by the store's number; `DeadLetterStore.entry` finds it by its id.
    public var number: Int64?
    /// One group, or a prefix of its name.
    public var fingerprint: String?
    /// One stage.
    public var stage: String?
    /// One operation.
    public var operation: String?
    /// Those that a run redelivers.
    var due: DueEntries?

    /// All entries.
    public init() {}

    var condition: (String, [SQLValue]) {
      var parts = ["removed_epoch IS NULL"]
      var values: [SQLValue] = []
      if let number {
        parts.append("sequence = ?")
        values.append(.integer(number))
      }
      if let fingerprint {
        parts.append("INSTR(fingerprint, ?) = 1")
        values.append(.text(fingerprint))
      }
      if let stage {
        parts.append("stage = ?")
        values.append(.text(stage))
      }
      if let operation {
        parts.append("operation = ?")
        values.append(.text(operation))
      }
      if let due {
        parts.append(due.condition.text)
        values += due.condition.values
      }
      return (parts.joined(separator: " AND "), values)
    }
  }

  /// The groups, largest first.
  public func groups(_ selection: Selection) throws(EngineProblem) -> [Group] {
    try store.use { database throws(StoreProblem) in
      let (condition, values) = selection.condition
      let rows = try database.rows(
        """
        SELECT fingerprint, COUNT(*), MIN(failed_at), MAX(failed_at), MAX(sequence) FROM dead_letters
        WHERE \(condition) GROUP BY fingerprint ORDER BY 2 DESC, 1
        """, values)
      var groups: [Group] = []
      for row in rows {
        guard let example = try Self.letters("sequence = ?", [row[4]], limit: 1, in: database).first else {
          continue
        }
        groups.append(
          Group(
            fingerprint: row[0].text ?? "", count: Int(row[1].integer ?? 0), first: row[2].text ?? "",
            last: row[3].text ?? "", example: example))
      }
      return groups
    }
  }

  /// The entries, oldest first, after the one numbered `after`.
  public func letters(
    _ selection: Selection, after: Int64 = 0, limit: Int = 1000
  ) throws(EngineProblem) -> [DeadLetter] {
    try store.use { database throws(StoreProblem) in
      let (condition, values) = selection.condition
      return try Self.letters(
        condition + " AND sequence > ?", values + [.integer(after)], limit: limit, in: database)
    }
  }

  static func letters(
    _ condition: String, _ values: [SQLValue], order: String = "sequence", limit: Int, in database: Database
  ) throws(StoreProblem) -> [DeadLetter] {
    let names = columns.joined(separator: ", ")
    return try database.rows(
      "SELECT sequence, \(names), checksum FROM dead_letters WHERE \(condition) ORDER BY \(order) LIMIT \(limit)",
      values
    ).map(letter)
  }
}

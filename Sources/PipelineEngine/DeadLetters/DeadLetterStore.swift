import Resilience

/// The dead letters of one pipeline, in its state store.
///
/// An entry is visible once the checkpoint it belongs to is valid; until then its epoch lies beyond the newest
/// checkpoint's, and `rewind` removes it.
public struct DeadLetterStore: Sendable {
  let store: StateStore

  /// The dead letters in a store.
  public init(store: StateStore) { self.store = store }

  /// Entries that are kept, and the bytes of their payloads; counted in the store, never remembered.
  func size() throws(EngineProblem) -> (entries: Int, bytes: Int64) {
    try store.use { database throws(StoreProblem) in
      let row = try database.rows(
        "SELECT COUNT(*), COALESCE(SUM(bytes), 0) FROM dead_letters WHERE removed_epoch IS NULL"
      ).first
      return (Int(row?[0].integer ?? 0), row?[1].integer ?? 0)
    }
  }

  /// The oldest entries that are kept, after the one numbered `after`, with the bytes of their payloads.
  func oldest(after: Int64, limit: Int) throws(EngineProblem) -> [(sequence: Int64, bytes: Int64)] {
    try store.use { database throws(StoreProblem) in
      try database.rows(
        """
        SELECT sequence, bytes FROM dead_letters WHERE removed_epoch IS NULL AND sequence > ?
        ORDER BY sequence LIMIT \(limit)
        """, [.integer(after)]
      ).map { ($0[0].integer ?? 0, $0[1].integer ?? 0) }
    }
  }

  /// The newest entry's number.
  func lastSequence() throws(EngineProblem) -> Int64 {
    try store.use { database throws(StoreProblem) in
      try database.rows("SELECT COALESCE(MAX(sequence), 0) FROM dead_letters").first?.first?.integer ?? 0
    }
  }

  /// The operations that selected entries belong to.
  public func operations(_ selection: Selection) throws(EngineProblem) -> [String] {
    try distinct("operation", selection)
  }

  /// The stages that selected entries failed at.
  func stages(_ selection: Selection) throws(EngineProblem) -> [String] {
    try distinct("stage", selection)
  }

  private func distinct(_ column: String, _ selection: Selection) throws(EngineProblem) -> [String] {
    try store.use { database throws(StoreProblem) in
      let (condition, values) = selection.condition
      return try database.rows(
        "SELECT DISTINCT \(column) FROM dead_letters WHERE \(condition) ORDER BY 1", values
      )
      .compactMap { $0[0].text }
    }
  }

  /// Marks entries as removed by an operation in one epoch, within the caller's transaction.
  static func remove(
    _ removals: [DeadLetterRemoval], by operation: String, epoch: Int64, in database: Database
  ) throws(StoreProblem) {
    if removals.isEmpty { return }
    let statement = try database.prepare(
      """
      UPDATE dead_letters SET removed_operation = ?, removed_epoch = ?, removed_why = ?
      WHERE sequence = ? AND removed_epoch IS NULL
      """)
    for removal in removals {
      try statement.run([
        .text(operation), .integer(epoch), .text(removal.reason), .integer(removal.sequence),
      ])
    }
  }

  /// Undoes everything of an operation that lies beyond its checkpoint.
  static func rewind(_ operation: String, to epoch: Int64, in database: Database) throws(StoreProblem) {
    try database.run(
      "DELETE FROM dead_letters WHERE operation = ? AND epoch > ?", .text(operation), .integer(epoch))
    try database.run(
      """
      UPDATE dead_letters SET removed_operation = NULL, removed_epoch = NULL, removed_why = NULL
      WHERE removed_operation = ? AND removed_epoch > ?
      """, .text(operation), .integer(epoch))
  }

  /// Forgets the payloads of removed entries that no checkpoint can bring back; their number stays, with its reason.
  ///
  /// The checkpoint before the newest one may still be resumed from, so that two epochs are kept.
  static func purge(_ operation: String, at epoch: Int64, in database: Database) throws(StoreProblem) {
    let condition = "removed_operation = ? AND removed_epoch IS NOT NULL AND removed_epoch < ?"
    let values: [SQLValue] = [.text(operation), .integer(epoch - 2)]
    let groups = try database.rows(
      "SELECT operation, removed_why, COUNT(*) FROM dead_letters WHERE \(condition) GROUP BY 1, 2", values)
    if groups.isEmpty { return }
    for group in groups where group[1].text != DeadLetterRemoval.returned {
      try countRemovals(group, in: database)
    }
    try database.prepare("DELETE FROM dead_letters WHERE \(condition)").run(values)
  }

  /// Adds to the number of entries that were removed: operation, reason, count.
  static func countRemovals(_ group: [SQLValue], in database: Database) throws(StoreProblem) {
    try database.run(
      """
      INSERT INTO removals (operation, reason, count) VALUES (?, ?, ?)
      ON CONFLICT (operation, reason) DO UPDATE SET count = count + excluded.count
      """, group[0], .text(group[1].text ?? ""), group[2])
  }

  private static let columns = DeadLetterColumn.allCases.map(\.name)

  fileprivate static func letter(_ row: [SQLValue]) -> DeadLetter {
    var letter = DeadLetter(
      messageID: row[2].text ?? "", operation: row[1].text ?? "", runID: row[3].text ?? "",
      stage: row[4].text ?? "", failureClass: FailureClass(name: row[5].text ?? "") ?? .permanent,
      severity: Severity(name: row[6].text ?? "") ?? .medium, errorType: row[7].text ?? "",
      errorMessage: row[8].text ?? "",
      field: row[9].text, fingerprint: row[10].text ?? "", file: row[11].text, line: row[12].integer,
      offset: row[13].integer, original: row[14].blob ?? [], body: row[15].blob ?? [],
      receivedAt: row[16].text ?? "", failedAt: row[17].text ?? "", retryCount: Int(row[18].integer ?? 0),
      traceID: row[19].text ?? "", planDigest: row[20].text ?? "", attempts: row[21].text ?? "[]")
    letter.sequence = row[0].integer ?? 0
    return letter
  }
}

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
    /// One entry, by message id (or a prefix of it that only one has) or by number.
    public var id: String?
    /// One group, or a prefix of its name.
    public var fingerprint: String?
    /// One stage.
    public var stage: String?
    /// One operation.
    public var operation: String?

    /// All entries.
    public init() {}

    fileprivate var condition: (String, [SQLValue]) {
      var parts = ["removed_epoch IS NULL"]
      var values: [SQLValue] = []
      if let id {
        parts.append("(message_id = ? OR message_id LIKE ? || '%' OR CAST(sequence AS TEXT) = ?)")
        values += [.text(id), .text(id), .text(id)]
      }
      if let fingerprint {
        parts.append("fingerprint LIKE ? || '%'")
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

  private static func letters(
    _ condition: String, _ values: [SQLValue], limit: Int, in database: Database
  ) throws(StoreProblem) -> [DeadLetter] {
    let names = columns.joined(separator: ", ")
    return try database.rows(
      "SELECT sequence, \(names) FROM dead_letters WHERE \(condition) ORDER BY sequence LIMIT \(limit)",
      values
    ).map(letter)
  }
}

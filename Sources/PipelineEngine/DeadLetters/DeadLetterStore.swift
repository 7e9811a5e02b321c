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

  /// Where an entry stands.
  struct Place: Sendable {
    /// The store's number.
    var sequence: Int64
    /// Its place among all entries, in the order in which their records were first given up.
    var order: Int64
    /// What must stay in order.
    var key: String?
  }

  /// The places of selected entries, in order.
  func places(_ selection: Selection) throws(EngineProblem) -> [Place] {
    try store.use { database throws(StoreProblem) in
      let (condition, values) = selection.condition
      var places: [Place] = []
      try database.prepare(
        """
        SELECT sequence, COALESCE(origin, sequence), sequence_key FROM dead_letters
        WHERE \(condition) ORDER BY 2
        """
      ).forEach(values) { row in
        places.append(Place(sequence: row[0].integer ?? 0, order: row[1].integer ?? 0, key: row[2].text))
      }
      return places
    }
  }

  /// The first place of each key among the entries of an operation that are not selected.
  func firstPlaces(
    besides selection: Selection, of operation: String
  ) throws(EngineProblem) -> [String: Int64] {
    try store.use { database throws(StoreProblem) in
      let (condition, values) = selection.condition
      var places: [String: Int64] = [:]
      try database.prepare(
        """
        SELECT sequence_key, MIN(COALESCE(origin, sequence)) FROM dead_letters
        WHERE operation = ? AND removed_epoch IS NULL AND sequence_key IS NOT NULL AND NOT (\(condition)) GROUP BY 1
        """
      ).forEach([.text(operation)] + values) { row in
        if let key = row[0].text { places[key] = row[1].integer }
      }
      return places
    }
  }

  /// The entries with these numbers that are still there, in that order.
  func letters(numbered sequences: ArraySlice<Int64>) throws(EngineProblem) -> [DeadLetter] {
    try store.use { database throws(StoreProblem) in
      let numbers = sequences.map { "\($0)" }.joined(separator: ", ")
      return try Self.letters(
        "removed_epoch IS NULL AND sequence IN (\(numbers))", [], order: "COALESCE(origin, sequence)",
        limit: sequences.count, in: database)
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
    try database.prepare(
      """
      INSERT OR REPLACE INTO settled_letters
      SELECT operation, message_id, failed_at FROM dead_letters
      WHERE \(condition) AND \(DeadLetterRemoval.isSettled)
      """
    ).run(values)
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

  static let columns = DeadLetterColumn.allCases.map(\.name)

  static func letter(_ row: [SQLValue]) -> DeadLetter {
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
    letter.redeliveries = Int(row[22].integer ?? 0)
    letter.origin = row[23].integer
    letter.sequenceKey = row[24].text
    // Entries of earlier versions have none.
    if let written = row[25].integer {
      letter.isDamaged = DeadLetterChecksum.of(letter) != written
    }
    return letter
  }
}

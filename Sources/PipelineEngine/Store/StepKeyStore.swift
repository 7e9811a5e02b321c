import PipelineModel

/// The keys that ordered steps remember (`dedupe`), in the state store.
enum StepKeyStore {
  /// Adds the keys of a snapshot and purges those beyond the step's memory, within the caller's transaction.
  static func insert(
    _ snapshot: StepSnapshot, stage: String, operation: String, epoch: Int64, in database: Database
  ) throws(StoreProblem) {
    if snapshot.newKeys.isEmpty { return }
    let statement = try database.prepare(
      "INSERT INTO step_keys (operation, epoch, stage, key) VALUES (?, ?, ?, ?)")
    for key in snapshot.newKeys {
      try statement.run([.text(operation), .integer(epoch), .text(stage), .blob(key)])
    }
    // Two checkpoints back may still be resumed from, so keys are purged only behind them.
    try database.run(
      """
      DELETE FROM step_keys WHERE operation = ?1 AND stage = ?2 AND epoch < ?3 - 2 AND sequence <=
        (SELECT sequence FROM step_keys WHERE operation = ?1 AND stage = ?2 AND epoch < ?3 - 2
         ORDER BY sequence DESC LIMIT 1 OFFSET ?4)
      """, .text(operation), .text(stage), .integer(epoch), .integer(Int64(snapshot.keyLimit)))
  }

  /// Every key of a stage, oldest first.
  static func keys(stage: String, operation: String, in database: Database) throws(StoreProblem) -> [[UInt8]]
  {
    try database.rows(
      "SELECT key FROM step_keys WHERE operation = ? AND stage = ? ORDER BY sequence",
      [.text(operation), .text(stage)]
    ).map { $0[0].blob ?? [] }
  }

  /// Undoes everything of an operation that lies beyond its checkpoint.
  static func rewind(_ operation: String, to epoch: Int64, in database: Database) throws(StoreProblem) {
    try database.run(
      "DELETE FROM step_keys WHERE operation = ? AND epoch > ?", .text(operation), .integer(epoch))
  }
}

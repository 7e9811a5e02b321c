import PipelineModel

/// The keys that ordered steps remember (`dedupe`), in the state store.
enum StepKeyStore {
  /// Adds the keys of a snapshot and purges those beyond the step's memory, within the caller's transaction.
  ///
  /// - Returns: how many more there are.
  static func insert(
    _ snapshot: StepSnapshot, stage: String, operation: String, epoch: Int64, in database: Database
  ) throws(StoreProblem) -> Int64 {
    if snapshot.newKeys.isEmpty { return 0 }
    let statement = try database.prepare(
      "INSERT INTO step_keys (operation, epoch, stage, key, checksum) VALUES (?, ?, ?, ?, ?)")
    var checksum = KeyChecksum(operation: operation, stage: stage, epoch: epoch)
    for key in snapshot.newKeys {
      try statement.run([
        .text(operation), .integer(epoch), .text(stage), .blob(key), .integer(checksum.of(key)),
      ])
    }
    // Two checkpoints back may still be resumed from, so keys are purged only behind them.
    try database.run(
      """
      DELETE FROM step_keys WHERE operation = ?1 AND stage = ?2 AND epoch < ?3 - 2 AND sequence <=
        (SELECT sequence FROM step_keys WHERE operation = ?1 AND stage = ?2 AND epoch < ?3 - 2
         ORDER BY sequence DESC LIMIT 1 OFFSET ?4)
      """, .text(operation), .text(stage), .integer(epoch), .integer(Int64(snapshot.keyLimit)))
    return Int64(snapshot.newKeys.count - database.changes)
  }

  /// Every key of a stage, oldest first.
  ///
  /// - Throws: `.refused` if one is not as it was stored.
  static func keys(
    stage: String, operation: String, in store: StateStore
  ) throws(EngineProblem) -> [[UInt8]] {
    let rows = try store.use { database throws(StoreProblem) in
      try database.rows(
        "SELECT sequence, epoch, key, checksum FROM step_keys WHERE operation = ? AND stage = ? ORDER BY sequence",
        [.text(operation), .text(stage)])
    }
    var checksum = KeyChecksum(operation: operation, stage: stage, epoch: -1)
    var epoch: Int64 = -1
    var keys: [[UInt8]] = []
    keys.reserveCapacity(rows.count)
    for row in rows {
      let key = row[2].blob ?? []
      if let expected = row[3].integer {
        if row[1].integer != epoch {
          epoch = row[1].integer ?? -1
          checksum = KeyChecksum(operation: operation, stage: stage, epoch: epoch)
        }
        let found = checksum.of(key)
        if found != expected {
          throw KeyDamage(
            row[0].integer ?? 0, operation: operation, stage: stage, expected: expected, found: found
          ).problem(store.path)
        }
      }
      keys.append(key)
    }
    return keys
  }

  /// Undoes everything of an operation that lies beyond its checkpoint.
  static func rewind(_ operation: String, to epoch: Int64, in database: Database) throws(StoreProblem) {
    try database.run(
      "DELETE FROM step_keys WHERE operation = ? AND epoch > ?", .text(operation), .integer(epoch))
  }
}

/// The idempotency keys of all operations of a pipeline, in the state store.
enum IdempotencyKeyStore {
  /// Adds keys, within the caller's transaction.
  static func insert(
    _ keys: [StoredKey], operation: String, epoch: Int64, in database: Database
  ) throws(StoreProblem) {
    if keys.isEmpty { return }
    let statement = try database.prepare(
      "INSERT INTO idempotency_keys (operation, epoch, stage, key, completed_at, checksum)"
        + " VALUES (?, ?, ?, ?, ?, ?)")
    var checksums: [String: KeyChecksum] = [:]
    for key in keys {
      let checksum = checksums[
        key.stage, default: KeyChecksum(operation: operation, stage: key.stage, epoch: epoch)
      ]
      .of(key.key.utf8, completedAt: key.completedAt)
      try statement.run([
        .text(operation), .integer(epoch), .text(key.stage), .text(key.key), .integer(key.completedAt),
        .integer(checksum),
      ])
    }
  }

  /// The newest keys of a stage, oldest first; those that have expired are removed.
  ///
  /// - Throws: `.refused` if one is not as it was stored.
  static func keys(
    stage: String, limit: Int, expiry: Int64?, in store: StateStore
  ) throws(EngineProblem) -> [StoredKey] {
    // Looked at before the expired ones go: a time that changed would make a key one of them.
    let rows = try store.use { database throws(StoreProblem) in
      try database.rows(
        """
        SELECT key, completed_at, sequence, operation, epoch, checksum FROM idempotency_keys WHERE stage = ?
        ORDER BY sequence DESC LIMIT ?
        """, [.text(stage), .integer(Int64(limit))])
    }
    var keys: [StoredKey] = []
    for row in rows.reversed() {
      let key = StoredKey(stage: stage, key: row[0].text ?? "", completedAt: row[1].integer ?? 0)
      if let expected = row[5].integer {
        let operation = row[3].text ?? ""
        var checksum = KeyChecksum(operation: operation, stage: stage, epoch: row[4].integer ?? -1)
        let found = checksum.of(key.key.utf8, completedAt: key.completedAt)
        if found != expected {
          throw KeyDamage(
            row[2].integer ?? 0, operation: operation, stage: stage, expected: expected, found: found
          ).problem(store.path)
        }
      }
      if key.completedAt >= expiry ?? .min { keys.append(key) }
    }
    if let expiry {
      try store.use { database throws(StoreProblem) in
        try database.run(
          "DELETE FROM idempotency_keys WHERE stage = ? AND completed_at < ?", .text(stage), .integer(expiry))
      }
    }
    return keys
  }

  /// Undoes everything of an operation that lies beyond its checkpoint.
  static func rewind(_ operation: String, to epoch: Int64, in database: Database) throws(StoreProblem) {
    try database.run(
      "DELETE FROM idempotency_keys WHERE operation = ? AND epoch > ?", .text(operation), .integer(epoch))
  }
}

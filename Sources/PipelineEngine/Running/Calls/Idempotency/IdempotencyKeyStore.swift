/// The idempotency keys of all operations of a pipeline, in the state store.
enum IdempotencyKeyStore {
  /// Adds keys, within the caller's transaction.
  static func insert(
    _ keys: [StoredKey], operation: String, epoch: Int64, in database: Database
  ) throws(StoreProblem) {
    if keys.isEmpty { return }
    let statement = try database.prepare(
      "INSERT INTO idempotency_keys (operation, epoch, stage, key, completed_at) VALUES (?, ?, ?, ?, ?)")
    for key in keys {
      try statement.run([
        .text(operation), .integer(epoch), .text(key.stage), .text(key.key), .integer(key.completedAt),
      ])
    }
  }

  /// The newest keys of a stage, oldest first; those that have expired are removed.
  static func keys(
    stage: String, limit: Int, expiry: Int64?, in database: Database
  ) throws(StoreProblem) -> [StoredKey] {
    if let expiry {
      try database.run(
        "DELETE FROM idempotency_keys WHERE stage = ? AND completed_at < ?", .text(stage), .integer(expiry))
    }
    let rows = try database.rows(
      "SELECT key, completed_at FROM idempotency_keys WHERE stage = ? ORDER BY sequence DESC LIMIT ?",
      [.text(stage), .integer(Int64(limit))])
    return rows.reversed().map {
      StoredKey(stage: stage, key: $0[0].text ?? "", completedAt: $0[1].integer ?? 0)
    }
  }

  /// Undoes everything of an operation that lies beyond its checkpoint.
  static func rewind(_ operation: String, to epoch: Int64, in database: Database) throws(StoreProblem) {
    try database.run(
      "DELETE FROM idempotency_keys WHERE operation = ? AND epoch > ?", .text(operation), .integer(epoch))
  }
}

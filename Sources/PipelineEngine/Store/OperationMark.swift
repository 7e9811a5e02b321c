import PipelineModel

/// What a checkpoint says about the store it belongs to, so that a store that is missing, exchanged or restored from
/// an older copy is noticed.
///
/// The store notes, with every change that belongs to a checkpoint, that checkpoint's epoch. A store that is ahead of
/// the checkpoint is rewound; one that is behind it has lost dead letters or keys.
enum OperationMark {
  /// Notes the epoch, within the caller's transaction.
  static func set(_ operation: String, epoch: Int64, in database: Database) throws(StoreProblem) {
    try database.run(
      """
      INSERT INTO operations (operation, epoch) VALUES (?, ?)
      ON CONFLICT (operation) DO UPDATE SET epoch = excluded.epoch
      """, .text(operation), .integer(epoch))
  }

  /// The epoch of the newest change; -1 if there never was one.
  static func epoch(_ operation: String, in database: Database) throws(StoreProblem) -> Int64 {
    try database.rows("SELECT epoch FROM operations WHERE operation = ?", [.text(operation)])
      .first?.first?.integer ?? -1
  }

  /// Refuses a store that lacks what the checkpoint relies on.
  static func check(_ checkpoint: Checkpoint, against store: StateStore) throws(EngineProblem) {
    let operation = checkpoint.operationID
    let found = try store.use { database throws(StoreProblem) in
      try OperationMark.epoch(operation, in: database)
    }
    let contents = StoreInspection.Contents(id: store.id, epochs: [operation: found])
    try check(checkpoint, against: contents, path: store.path)
  }

  /// Refuses a store that lacks what the checkpoint relies on, or that is missing.
  static func check(
    _ checkpoint: Checkpoint, against store: StoreInspection.Contents?, path: String
  ) throws(EngineProblem) {
    guard let mark = checkpoint.store else { return }
    let operation = checkpoint.operationID
    let help =
      "restore `\(path)` from where it was kept, begin anew with `pipeline run --restart`, or give up what it"
      + " held with `pipeline run --resume force`"
    let loss = "dead letters and keys of record 1 to \(checkpoint.lastRow) would be lost"
    guard let store else {
      throw EngineProblem(
        .refused,
        "the store `\(path)` that the checkpoint of `\(operation)` belongs to is missing or empty: expected store"
          + " \(mark.id), found none; \(loss)", help: help)
    }
    if mark.id != store.id {
      throw EngineProblem(
        .refused,
        "the store `\(path)` is not the one that the checkpoint of `\(operation)` belongs to: expected store"
          + " \(mark.id), found \(store.id); \(loss)", help: help)
    }
    let found = store.epochs[operation] ?? -1
    if found < mark.epoch {
      throw EngineProblem(
        .refused,
        "the store `\(path)` is older than the checkpoint of `\(operation)`: expected changes up to epoch"
          + " \(mark.epoch), found \(found < 0 ? "none" : "epoch \(found)"); was it restored from a backup, or did it"
          + " lose a part?", help: help)
    }
  }
}

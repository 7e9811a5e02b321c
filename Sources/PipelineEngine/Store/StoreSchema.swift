/// The tables of the store, as a list of migrations: the store's `user_version` says how many it has had.
enum StoreSchema {
  static func migrate(_ database: Database) throws(StoreProblem) {
    if try version(of: database) == newest { return }
    // All in one, since each transaction waits for the disk.
    try database.transaction { () throws(StoreProblem) in
      let version = try version(of: database)
      if version > newest { throw tooNew(version, database.path) }
      for migration in migrations[version...] { try database.execute(migration) }
      try database.execute("PRAGMA user_version=\(newest)")
    }
  }

  private static func version(of database: Database) throws(StoreProblem) -> Int {
    Int(try database.rows("PRAGMA user_version").first?.first?.integer ?? 0)
  }

  static func tooNew(_ version: Int, _ path: String) -> StoreProblem {
    StoreProblem(
      path: path, code: 0,
      message:
        "it has layout \(version), written by a newer version of pipeline; this one knows up to \(newest)")
  }

  /// The newest layout.
  static var newest: Int { migrations.count }

  private static let migrations = [
    """
    CREATE TABLE dead_letters (
      sequence INTEGER PRIMARY KEY AUTOINCREMENT,
      operation TEXT NOT NULL,
      epoch INTEGER NOT NULL,
      removed_epoch INTEGER,
      removed_why TEXT,
      message_id TEXT NOT NULL,
      run_id TEXT NOT NULL,
      stage TEXT NOT NULL,
      class TEXT NOT NULL,
      severity TEXT NOT NULL,
      error_type TEXT NOT NULL,
      error_message TEXT NOT NULL,
      field TEXT,
      fingerprint TEXT NOT NULL,
      file TEXT,
      line INTEGER,
      offset INTEGER,
      original BLOB NOT NULL,
      body BLOB NOT NULL,
      received_at TEXT NOT NULL,
      failed_at TEXT NOT NULL,
      retry_count INTEGER NOT NULL,
      trace_id TEXT NOT NULL,
      plan_digest TEXT NOT NULL,
      attempts TEXT NOT NULL
    );
    CREATE INDEX dead_letters_by_operation ON dead_letters (operation, epoch);
    CREATE INDEX dead_letters_by_fingerprint ON dead_letters (fingerprint, sequence) WHERE removed_epoch IS NULL;
    CREATE TABLE step_keys (
      sequence INTEGER PRIMARY KEY AUTOINCREMENT,
      operation TEXT NOT NULL,
      epoch INTEGER NOT NULL,
      stage TEXT NOT NULL,
      key BLOB NOT NULL
    );
    CREATE INDEX step_keys_by_stage ON step_keys (operation, stage, sequence);
    CREATE TABLE runs (
      run_id TEXT PRIMARY KEY,
      operation TEXT NOT NULL,
      pipeline_file TEXT NOT NULL,
      started_at TEXT NOT NULL,
      ended_at TEXT,
      exit_code INTEGER,
      reason TEXT,
      resumed_at INTEGER,
      plan_digest TEXT NOT NULL,
      policy_digest TEXT NOT NULL,
      git_commit TEXT,
      git_dirty INTEGER,
      counts TEXT
    );
    CREATE TABLE plans (digest TEXT PRIMARY KEY, text TEXT NOT NULL);
    """,
    // Whose epoch `removed_epoch` is, and what a list of a million entries needs without reading them.
    """
    ALTER TABLE dead_letters ADD COLUMN removed_operation TEXT;
    ALTER TABLE dead_letters ADD COLUMN bytes INTEGER NOT NULL DEFAULT 0;
    UPDATE dead_letters SET bytes = LENGTH(original) + LENGTH(body), removed_operation = operation;
    DROP INDEX dead_letters_by_fingerprint;
    CREATE INDEX dead_letters_by_fingerprint ON dead_letters (fingerprint, failed_at) WHERE removed_epoch IS NULL;
    CREATE INDEX dead_letters_removed ON dead_letters (removed_operation, removed_epoch)
      WHERE removed_epoch IS NOT NULL;
    CREATE TABLE removals (
      operation TEXT NOT NULL,
      reason TEXT NOT NULL,
      count INTEGER NOT NULL,
      PRIMARY KEY (operation, reason)
    );
    CREATE TABLE operations (operation TEXT PRIMARY KEY, epoch INTEGER NOT NULL);
    CREATE TABLE properties (name TEXT PRIMARY KEY, value TEXT NOT NULL);
    INSERT INTO properties VALUES ('id', LOWER(HEX(RANDOMBLOB(16))));
    """,
    """
    CREATE TABLE idempotency_keys (
      sequence INTEGER PRIMARY KEY AUTOINCREMENT,
      operation TEXT NOT NULL,
      epoch INTEGER NOT NULL,
      stage TEXT NOT NULL,
      key TEXT NOT NULL,
      completed_at INTEGER NOT NULL
    );
    CREATE INDEX idempotency_keys_by_stage ON idempotency_keys (stage, sequence);
    CREATE INDEX idempotency_keys_by_operation ON idempotency_keys (operation, epoch);
    """,
    // Redelivery: how often, where an entry stood at first, what it must not overtake, and what is due.
    """
    ALTER TABLE dead_letters ADD COLUMN redeliveries INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE dead_letters ADD COLUMN origin INTEGER;
    ALTER TABLE dead_letters ADD COLUMN sequence_key TEXT;
    ALTER TABLE dead_letters ADD COLUMN checksum INTEGER;
    CREATE INDEX dead_letters_transient ON dead_letters (operation, failed_at)
      WHERE removed_epoch IS NULL AND class = 'transient';
    """,
    "ALTER TABLE runs ADD COLUMN faults TEXT;",
    """
    ALTER TABLE step_keys ADD COLUMN checksum INTEGER;
    ALTER TABLE idempotency_keys ADD COLUMN checksum INTEGER;
    """,
    // Entries that went through and whose payloads are forgotten, so that none is imported and sent a second time.
    """
    CREATE TABLE settled_letters (
      operation TEXT NOT NULL,
      message_id TEXT NOT NULL,
      failed_at TEXT NOT NULL,
      PRIMARY KEY (operation, message_id)
    ) WITHOUT ROWID;
    """,
  ]
}

/// One run, as `runs list` and `runs show` print it.
public struct RunRecord: Sendable {
  /// Names the run; sorts by time.
  public var runID: String
  /// Names pipeline and input.
  public var operation: String
  /// The pipeline file.
  public var pipelineFile: String
  /// When it began.
  public var startedAt: String
  /// When it ended; nil while it runs, or if it was killed.
  public var endedAt: String?
  /// The exit code; nil while it runs, or if it was killed.
  public var exitCode: Int?
  /// Why it ended.
  public var reason: String?
  /// Records that earlier runs of the operation had settled; nil for a first run.
  public var resumedAt: Int64?
  /// Digest of the plan's meaning.
  public var planDigest: String
  /// Digest of the policies' meaning.
  public var policyDigest: String
  /// The git commit of the pipeline's directory.
  public var gitCommit: String?
  /// Whether that directory had changes that were not committed.
  public var isGitDirty: Bool?
  /// The counts of this run alone, as JSON.
  public var counts: String?
  /// The faults that were made on purpose, for people.
  public var faults: [String] = []
}

/// The runs of one pipeline, in its state store.
public struct RunHistory: Sendable {
  let store: StateStore

  /// The runs in a store.
  public init(store: StateStore) { self.store = store }

  func begin(_ run: RunRecord, plan: String, policies: String) throws(EngineProblem) {
    try store.use { database throws(StoreProblem) in
      try database.transaction { () throws(StoreProblem) in
        for (digest, text) in [(run.planDigest, plan), (run.policyDigest, policies)] {
          try database.run("INSERT OR IGNORE INTO plans VALUES (?, ?)", .text(digest), .text(text))
        }
        try database.run(
          """
          INSERT INTO runs (run_id, operation, pipeline_file, started_at, resumed_at, plan_digest, policy_digest,
            git_commit, git_dirty, faults) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
          """, .text(run.runID), .text(run.operation), .text(run.pipelineFile), .text(run.startedAt),
          run.resumedAt.map { .integer($0) } ?? .null, .text(run.planDigest), .text(run.policyDigest),
          SQLValue(run.gitCommit), run.isGitDirty.map { .integer($0 ? 1 : 0) } ?? .null,
          run.faults.isEmpty ? .null : .text(run.faults.joined(separator: "\n")))
      }
    }
  }

  func end(
    _ runID: String, at time: String, exitCode: Int, reason: String, counts: String
  ) throws(EngineProblem) {
    try store.use { database throws(StoreProblem) in
      try database.run(
        "UPDATE runs SET ended_at = ?, exit_code = ?, reason = ?, counts = ? WHERE run_id = ?",
        .text(time), .integer(Int64(exitCode)), .text(reason), .text(counts), .text(runID))
    }
  }

  /// The newest runs first.
  public func runs(limit: Int) throws(EngineProblem) -> [RunRecord] {
    try store.use { database throws(StoreProblem) in
      try database.rows("SELECT \(Self.columns) FROM runs ORDER BY rowid DESC LIMIT \(limit)").map(
        Self.record)
    }
  }

  /// The run with this id, or with the only id that begins so.
  public func run(_ id: String) throws(EngineProblem) -> [RunRecord] {
    try store.use { database throws(StoreProblem) in
      try database.rows(
        "SELECT \(Self.columns) FROM runs WHERE run_id LIKE ? || '%' ORDER BY rowid DESC", [.text(id)]
      ).map(Self.record)
    }
  }

  /// The canonical text behind a plan or policy digest.
  public func canonicalText(_ digest: String) throws(EngineProblem) -> String? {
    try store.use { database throws(StoreProblem) in
      try database.rows("SELECT text FROM plans WHERE digest = ?", [.text(digest)]).first?.first?.text
    }
  }

  private static let columns = """
    run_id, operation, pipeline_file, started_at, ended_at, exit_code, reason, resumed_at, plan_digest,
    policy_digest, git_commit, git_dirty, counts, faults
    """

  private static func record(_ row: [SQLValue]) -> RunRecord {
    RunRecord(
      runID: row[0].text ?? "", operation: row[1].text ?? "", pipelineFile: row[2].text ?? "",
      startedAt: row[3].text ?? "", endedAt: row[4].text, exitCode: row[5].integer.map(Int.init),
      reason: row[6].text, resumedAt: row[7].integer, planDigest: row[8].text ?? "",
      policyDigest: row[9].text ?? "", gitCommit: row[10].text, isGitDirty: row[11].integer.map { $0 != 0 },
      counts: row[12].text,
      faults: row[13].text.map { $0.split(separator: "\n").map(String.init) } ?? [])
  }
}

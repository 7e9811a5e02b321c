/// Which dead letters are sent on their way again, and how.
public struct ReplayRequest: Sendable {
  /// One entry: its message id, the beginning of one, or its number; it must be there.
  public var id: String?
  /// The entries, as `dlq list` selects them; those of the plan's operation only. Another operation is
  /// refused.
  public var selection = DeadLetterStore.Selection()
  /// A condition over the entry, as text.
  public var condition: String?
  /// Fields that get another value before the record enters, in order: name and expression over the record.
  public var changes: [(field: String, expression: String)] = []
  /// The stage at which records enter; by default the one that gave them up. `source` decodes the original anew.
  public var stage: String?
  /// How many at most in a time; nil sets no limit.
  public var rate: ReplayRate?

  /// All entries, as they are.
  public init() {}
}

/// What a replay did.
public struct ReplayResult: Sendable {
  /// Entries that were taken up, each as a record that was read, and what became of it.
  public var counts: RunCounts
  /// Entries that were selected and must wait for an earlier one with the same key (`sequence_by`).
  public var heldBack: Int64 = 0
  /// Entries that were selected and left alone, because the store gave back something else than was written.
  public var damaged = DamagedEntries()
  /// The run that did it; nil if there was nothing to do.
  public var runID: String?
  /// Names pipeline and input.
  public var operation: String
  /// Why it ended early, if it did.
  public var stopped: String?

  /// A replay that found nothing to take up.
  public init(nothingOf preview: Replay.Preview, operation: String) {
    counts = RunCounts()
    self.operation = operation
    heldBack = preview.heldBack
    damaged = preview.damaged
  }

  init(_ tally: ReplaySource.Tally, runID: String, operation: String) {
    counts = tally.counts
    self.runID = runID
    self.operation = operation
    heldBack = tally.heldBack
    damaged = tally.damaged
  }

  /// Entries that were taken up.
  public var taken: Int64 { counts.read }
  /// Entries that went into a sink.
  public var replayed: Int64 { counts.written }
  /// Entries that were given up again, and are dead letters still.
  public var failedAgain: Int64 { counts.deadLettered }

  /// 4 if it ended early, 3 if selected entries are dead letters still, else 0.
  public var exitCode: Int32 { stopped != nil ? 4 : failedAgain + heldBack + damaged.count > 0 ? 3 : 0 }
}

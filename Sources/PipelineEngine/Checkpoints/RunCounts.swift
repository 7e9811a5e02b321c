/// What became of the records: *read = written + filtered + duplicates + skipped + dead-lettered*.
public struct RunCounts: Codable, Sendable, Equatable {
  /// Records read from the source, broken ones included.
  public var read: Int64 = 0
  /// Records that at least one sink took.
  public var written: Int64 = 0
  /// Records that a filter let go.
  public var filtered: Int64 = 0
  /// Records that had been seen before.
  public var duplicates: Int64 = 0
  /// Records that a fallback skipped.
  public var skipped: Int64 = 0
  /// Records given up.
  public var deadLettered: Int64 = 0
  /// Records given up and not kept, because the dead letters were full (part of `deadLettered`).
  public var deadLettersDropped: Int64 = 0
  /// Counts per stage, in the order of the plan.
  public var stages: [StageCounts] = []

  enum CodingKeys: String, CodingKey {
    case read, written, filtered, duplicates, skipped, stages
    case deadLettered = "dead_lettered"
    case deadLettersDropped = "dead_letters_dropped"
  }

  /// Nothing yet.
  public init() {}

  /// Whether every record read is accounted for.
  public var isBalanced: Bool { read == written + filtered + duplicates + skipped + deadLettered }

  mutating func add(_ other: RunCounts) {
    read += other.read
    written += other.written
    filtered += other.filtered
    duplicates += other.duplicates
    skipped += other.skipped
    deadLettered += other.deadLettered
    deadLettersDropped += other.deadLettersDropped
    if stages.isEmpty {
      stages = other.stages
    } else {
      for index in other.stages.indices { stages[index].add(other.stages[index]) }
    }
  }
}

/// What one stage did.
public struct StageCounts: Codable, Sendable, Equatable {
  /// Records that came in.
  public var `in`: Int64 = 0
  /// Records it let go on purpose (filtered, duplicates, skipped).
  public var dropped: Int64 = 0
  /// Records it gave up.
  public var failed: Int64 = 0

  /// Nothing yet.
  public init() {}

  mutating func add(_ other: StageCounts) {
    self.in += other.in
    dropped += other.dropped
    failed += other.failed
  }
}

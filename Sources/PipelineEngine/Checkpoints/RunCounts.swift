import FoundationEssentials

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

  mutating func add(_ other: RunCounts) { combine(other, +) }

  mutating func subtract(_ other: RunCounts) { combine(other, -) }

  /// As JSON text, for the history.
  var json: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    // Integers alone always encode.
    return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
  }

  private mutating func combine(_ other: RunCounts, _ operation: (Int64, Int64) -> Int64) {
    read = operation(read, other.read)
    written = operation(written, other.written)
    filtered = operation(filtered, other.filtered)
    duplicates = operation(duplicates, other.duplicates)
    skipped = operation(skipped, other.skipped)
    deadLettered = operation(deadLettered, other.deadLettered)
    deadLettersDropped = operation(deadLettersDropped, other.deadLettersDropped)
    while stages.count < other.stages.count { stages.append(StageCounts()) }
    for index in other.stages.indices { stages[index].combine(other.stages[index], operation) }
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

  fileprivate mutating func combine(_ other: StageCounts, _ operation: (Int64, Int64) -> Int64) {
    self.in = operation(self.in, other.in)
    dropped = operation(dropped, other.dropped)
    failed = operation(failed, other.failed)
  }
}

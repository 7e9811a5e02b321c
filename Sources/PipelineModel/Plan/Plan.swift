/// A pipeline as it runs: typed, checked, immutable.
public struct Plan: Sendable {
  /// The pipeline's name.
  public var name: String
  /// The pipeline file, as the user named it.
  public var file: String
  /// The source; nil for a job, which runs its stages once on one empty record.
  public var source: (any Source)?
  /// The stages, in order.
  public var stages: [PlannedStage]
  /// The sinks, in routing order.
  public var sinks: [PlannedSink]
  /// Cells a row needs.
  public var width: Int
  /// When checkpoints are written.
  public var checkpoint: CheckpointCadence
  /// What happens to records that are given up.
  public var deadLetters: DeadLetterLimits
  /// The plan's meaning in canonical text, one setting a line; what the digest is taken of.
  public var canonicalText: String
  /// The policies' meaning in canonical text.
  public var canonicalPolicies: String
  /// The folder for state.
  public var stateDirectory: String
  /// Writes a record as one JSON object, for dead letters.
  public var bodyEncoder: @Sendable (Schema) -> any RecordEncoder
  /// Class and severity of failures, where the user has rules of their own.
  public var classification: Classification
  /// What must stay in order when dead letters are sent on their way again.
  public var sequenceKey: SequenceKey?

  /// A plan from its parts.
  public init(
    name: String, file: String, source: (any Source)?, stages: [PlannedStage], sinks: [PlannedSink],
    width: Int,
    checkpoint: CheckpointCadence, deadLetters: DeadLetterLimits, canonicalText: String,
    canonicalPolicies: String, stateDirectory: String,
    bodyEncoder: @escaping @Sendable (Schema) -> any RecordEncoder, classification: Classification
  ) {
    self.name = name
    self.file = file
    self.source = source
    self.stages = stages
    self.sinks = sinks
    self.width = width
    self.checkpoint = checkpoint
    self.deadLetters = deadLetters
    self.canonicalText = canonicalText
    self.canonicalPolicies = canonicalPolicies
    self.stateDirectory = stateDirectory
    self.bodyEncoder = bodyEncoder
    self.classification = classification
  }

  /// The columns that reach the sinks.
  public var finalSchema: Schema { stages.last?.output ?? source?.schema ?? Schema(columns: []) }
}

/// When checkpoints are written.
public struct CheckpointCadence: Sendable, Equatable {
  /// Records after which one is due.
  public var every = 10_000
  /// Time after which one is due.
  public var interval: Duration = .seconds(5)
  /// The least time between two.
  public var floor: Duration = .milliseconds(100)

  /// The default cadence.
  public init() {}
}

/// How many dead letters are kept, and what happens beyond.
public struct DeadLetterLimits: Sendable, Equatable {
  /// What happens when there is no more room.
  public enum OnFull: String, Sendable, CaseIterable {
    /// Stop at a checkpoint.
    case stop
    /// Remove the oldest entries.
    case dropOldest = "drop_oldest"
    /// Count the new ones, and keep nothing of them.
    case dropNewest = "drop_newest"
  }

  /// Whether records may be given up at all; if not, the first one stops the run.
  public var isEnabled = true
  /// Entries; nil leaves the limit to the disk.
  public var maxSize: Int?
  /// Bytes of stored payloads; nil leaves the limit to the disk.
  public var maxBytes: Int64?
  /// How long entries are kept.
  public var retention: Duration?
  /// What happens when there is no more room.
  public var onFull = OnFull.stop
  /// How entries are sent on their way again without being asked; nil if they aren't.
  public var redelivery: Redelivery?
  /// How many records may be given up before the run stops; nil sets no limit.
  public var budget: DeadLetterBudget?

  /// The default limits.
  public init() {}
}

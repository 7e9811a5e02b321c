/// A step that is synchronous and pure: every lane runs it on its own batch, in any order.
public protocol TransformStep: Sendable {
  /// Works on the given rows of the batch: fills the slots that the step's plan declared, marks rows as
  /// filtered, or fails them with `batch.fail(row, stage: stage, …)`.
  func apply(to batch: Batch, rows: UnsafeBufferPointer<UInt32>, stage: Int)
}

/// A step that depends on order or history: it sees the batches in source order, one at a time.
public protocol OrderedStep: AnyObject, Sendable {
  /// Works on the given rows, as a transform does.
  ///
  /// - Throws: a failure that stops the run (a quality gate that says no).
  func apply(to batch: Batch, rows: UnsafeBufferPointer<UInt32>, stage: Int) throws(Failure)

  /// Called once after the last batch of a complete input.
  ///
  /// - Throws: a failure that stops the run.
  func finish() throws(Failure)

  /// What a checkpoint must keep so that `restore` leads back to this moment.
  func snapshot() -> StepSnapshot

  /// Goes back to the moment of the snapshot.
  ///
  /// - Parameters:
  ///   - state: the `state` of the newest snapshot.
  ///   - keys: every key of all snapshots up to it, oldest first.
  func restore(state: String, keys: [[UInt8]])

  /// Messages for the log that have come up since the last call.
  func takeWarnings() -> [String]

  /// The key under which the step remembers a record that went through it; nil if it remembers none.
  ///
  /// Reads nothing that `apply` changes, so that any lane may ask at any time.
  func key(of row: Int, in batch: Batch) -> ContentDigest?
}

extension OrderedStep {
  /// Remembers no single records.
  public func key(of row: Int, in batch: Batch) -> ContentDigest? { nil }
}

/// What an ordered step adds to a checkpoint.
public struct StepSnapshot: Sendable {
  /// The step's state as a small JSON text; replaces the previous one.
  public var state: String
  /// Keys, or blocks of keys, that are new since the previous snapshot; the store keeps them.
  public var newKeys: [[UInt8]]
  /// How many of the newest keys the step remembers; older ones may be purged.
  public var keyLimit: Int

  /// A snapshot from its parts.
  public init(state: String, newKeys: [[UInt8]] = [], keyLimit: Int = 0) {
    self.state = state
    self.newKeys = newKeys
    self.keyLimit = keyLimit
  }
}

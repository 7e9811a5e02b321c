import PipelineModel

/// Keeps the dead letters of a run within their limits, counting from what the store holds.
///
/// Used by the lane that settles batches.
final class DeadLetterRoom {
  /// What became of a letter, or of those before it.
  enum Admission: Equatable {
    /// It is kept.
    case kept
    /// It is kept, and so many older ones went.
    case keptForOlder(Int64)
    /// It is counted and nothing else.
    case dropped
    /// There is no room, and the run must stop before its record.
    case full
  }

  private let limits: DeadLetterLimits
  private let store: DeadLetterStore
  private let waitForCheckpoint: () -> Void
  private var entries = 0
  private var bytes: Int64 = 0
  /// The oldest stored entries, the next victim first, and the number of the last one that was looked at.
  private var oldest: ArraySlice<(sequence: Int64, bytes: Int64)> = []
  private var lastSeen: Int64 = 0
  /// Letters that wait for the store, from row `firstPending` on.
  private var pending = DeadLetterBlock()
  private var firstPending = 0
  /// Stored entries that go with the next checkpoint.
  private(set) var removals: [DeadLetterRemoval] = []

  /// Room beside what is stored; `waitForCheckpoint` returns when all that was handed over stands in the store.
  init(
    limits: DeadLetterLimits, store: DeadLetterStore, waitForCheckpoint: @escaping () -> Void
  ) throws(EngineProblem) {
    self.limits = limits
    self.store = store
    self.waitForCheckpoint = waitForCheckpoint
    if limits.maxSize != nil || limits.maxBytes != nil { (entries, bytes) = try store.size() }
  }

  /// Takes a letter in, as far as there is room; one that comes back has its place.
  func admit(
    _ row: Int, of block: DeadLetterBlock, isReturning: Bool = false
  ) throws(EngineProblem) -> Admission {
    var dropped: Int64 = 0
    let size = block.payloadBytes(row)
    while !isReturning, !hasRoom(for: size) {
      switch limits.onFull {
      case .stop: return .full
      case .dropNewest: return .dropped
      case .dropOldest:
        guard try dropOldest() else { return .dropped }
        dropped += 1
      }
    }
    entries += 1
    bytes += size
    pending.append(row, of: block)
    return dropped == 0 ? .kept : .keptForOlder(dropped)
  }

  /// Takes a stored entry out with the next checkpoint.
  func remove(_ letter: DeadLetter, reason: String) {
    entries -= 1
    bytes -= letter.payloadBytes
    removals.append(DeadLetterRemoval(sequence: letter.sequence, reason: reason))
  }

  /// How much memory the letters take that wait for the store.
  var pendingBytes: Int { pending.byteCount }

  /// Hands over the letters that wait, for the store.
  func takeLetters() -> DeadLetterRows {
    defer { (pending, firstPending) = (DeadLetterBlock(), 0) }
    return DeadLetterRows(block: pending, first: firstPending)
  }

  /// Hands over the stored entries that go with the next checkpoint.
  func takeRemovals() -> [DeadLetterRemoval] {
    defer { removals = [] }
    return removals
  }

  private func hasRoom(for size: Int64) -> Bool {
    entries < limits.maxSize ?? .max && bytes + size <= limits.maxBytes ?? .max
  }

  /// Drops the oldest entry: of the stored ones first, then of those that wait; false if there is none left.
  private func dropOldest() throws(EngineProblem) -> Bool {
    if oldest.isEmpty {
      waitForCheckpoint()
      oldest = try store.oldest(after: lastSeen, limit: 1000)[...]
      if let last = oldest.last { lastSeen = last.sequence }
    }
    if let victim = oldest.popFirst() {
      entries -= 1
      bytes -= victim.bytes
      removals.append(
        DeadLetterRemoval(sequence: victim.sequence, reason: DeadLetterStore.droppedReason))
      return true
    }
    if firstPending == pending.count { return false }
    entries -= 1
    bytes -= pending.payloadBytes(firstPending)
    firstPending += 1
    return true
  }
}

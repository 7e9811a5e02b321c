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
  /// Letters that wait for their checkpoint.
  private(set) var pending: [DeadLetter] = []
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
  func admit(_ letter: DeadLetter, isReturning: Bool = false) throws(EngineProblem) -> Admission {
    var dropped: Int64 = 0
    while !isReturning, !hasRoom(for: letter) {
      switch limits.onFull {
      case .stop: return .full
      case .dropNewest: return .dropped
      case .dropOldest:
        guard try dropOldest() else { return .dropped }
        dropped += 1
      }
    }
    entries += 1
    bytes += letter.payloadBytes
    pending.append(letter)
    return dropped == 0 ? .kept : .keptForOlder(dropped)
  }

  /// Takes a stored entry out with the next checkpoint.
  func remove(_ letter: DeadLetter, reason: String) {
    entries -= 1
    bytes -= letter.payloadBytes
    removals.append(DeadLetterRemoval(sequence: letter.sequence, reason: reason))
  }

  /// About how much memory the letters take that wait for their checkpoint.
  var pendingBytes: Int64 { pending.reduce(0) { $0 + $1.payloadBytes + 1024 } }

  /// Hands over what the next checkpoint makes durable.
  func take() -> (letters: [DeadLetter], removals: [DeadLetterRemoval]) {
    defer { (pending, removals) = ([], []) }
    return (pending, removals)
  }

  private func hasRoom(for letter: DeadLetter) -> Bool {
    entries < limits.maxSize ?? .max && bytes + letter.payloadBytes <= limits.maxBytes ?? .max
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
        DeadLetterRemoval(sequence: victim.sequence, reason: "dropped: the dead letters were full"))
      return true
    }
    if pending.isEmpty { return false }
    entries -= 1
    bytes -= pending.removeFirst().payloadBytes
    return true
  }
}

import PipelineModel

/// Marks records whose key has been seen before.
final class DedupeStep: OrderedStep, @unchecked Sendable {
  // Unchecked because of the memory: a run lets one lane at a time into an ordered stage.

  enum Key: Sendable {
    case slots([Int])
    case expression(RowExpression)
  }

  private let key: Key
  private var hasher = KeyHasher()
  private var memory: KeyMemory
  /// Keys that are new since the last snapshot.
  private var unsaved = 0

  init(key: Key, limit: Int) {
    self.key = key
    memory = KeyMemory(limit: limit)
  }

  func apply(to batch: Batch, rows: UnsafeBufferPointer<UInt32>, stage: Int) throws(Failure) {
    switch key {
    case .slots(let slots):
      for row in rows {
        let cells = batch.row(Int(row))
        hasher.begin()
        for slot in slots { hasher.add(cells[slot]) }
        remember(hasher.digest, batch, Int(row))
      }
    case .expression(let expression):
      for row in rows {
        do throws(Failure) {
          let value = try expression.value(for: Int(row), in: batch)
          hasher.begin()
          hasher.add(value)
          remember(hasher.digest, batch, Int(row))
        } catch {
          batch.fail(Int(row), stage: stage, error)
        }
      }
    }
  }

  func finish() throws(Failure) {}

  func snapshot() -> StepSnapshot {
    defer { unsaved = 0 }
    return StepSnapshot(
      state: "{}", newKeys: memory.newest(min(unsaved, memory.count)).map(\.bytes), keyLimit: memory.limit)
  }

  func restore(state: String, keys: [[UInt8]]) {
    memory = KeyMemory(limit: memory.limit)
    for key in keys {
      if let digest = ContentDigest(bytes: key) { _ = memory.insert(digest) }
    }
    unsaved = 0
  }

  func takeWarnings() -> [String] { [] }

  @inline(__always)
  private func remember(_ digest: ContentDigest, _ batch: Batch, _ row: Int) {
    if memory.insert(digest) { unsaved += 1 } else { batch.mark(row, .duplicate) }
  }
}

extension ContentDigest {
  /// Sixteen bytes, highest first.
  fileprivate var bytes: [UInt8] {
    (0..<16).map { index in
      UInt8(truncatingIfNeeded: (index < 8 ? high : low) >> UInt64(56 - index % 8 * 8))
    }
  }

  fileprivate init?(bytes: [UInt8]) {
    guard bytes.count == 16 else { return nil }
    func half(_ part: ArraySlice<UInt8>) -> UInt64 { part.reduce(0) { $0 << 8 | UInt64($1) } }
    self.init(high: half(bytes[..<8]), low: half(bytes[8...]))
  }
}

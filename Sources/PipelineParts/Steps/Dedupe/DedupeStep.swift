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
  private var blocks: KeyBlocks
  /// Keys that are new since the last snapshot.
  private var unsaved = 0

  init(key: Key, limit: Int) {
    self.key = key
    memory = KeyMemory(limit: limit)
    blocks = KeyBlocks(memory: limit)
  }

  func apply(to batch: Batch, rows: UnsafeBufferPointer<UInt32>, stage: Int) throws(Failure) {
    let own = batch.ownKeys[stage] ?? []
    switch key {
    case .slots(let slots):
      for row in rows {
        let cells = batch.row(Int(row))
        hasher.begin()
        for slot in slots { hasher.add(cells[slot]) }
        remember(hasher.digest, batch, Int(row), own)
      }
    case .expression(let expression):
      for row in rows {
        do throws(Failure) {
          let value = try expression.value(for: Int(row), in: batch)
          hasher.begin()
          hasher.add(value)
          remember(hasher.digest, batch, Int(row), own)
        } catch {
          batch.fail(Int(row), stage: stage, error)
        }
      }
    }
  }

  func finish() throws(Failure) {}

  func snapshot() -> StepSnapshot {
    defer { unsaved = 0 }
    let newKeys = blocks.pack(memory.newest(min(unsaved, memory.count)))
    return StepSnapshot(state: "{}", newKeys: newKeys, keyLimit: blocks.limit)
  }

  func restore(state: String, keys: [[UInt8]]) {
    memory = KeyMemory(limit: memory.limit)
    blocks = KeyBlocks(memory: memory.limit)
    // Only the newest keys are without gaps: a snapshot leaves out what was forgotten before it.
    let known = keys.flatMap { blocks.unpack($0) }
    for key in known.suffix(memory.limit) { _ = memory.insert(key) }
    unsaved = 0
  }

  func takeWarnings() -> [String] { [] }

  func key(of row: Int, in batch: Batch) -> ContentDigest? {
    var hasher = KeyHasher()
    switch key {
    case .slots(let slots):
      let cells = batch.row(row)
      for slot in slots { hasher.add(cells[slot]) }
    case .expression(let expression):
      guard let value = try? expression.value(for: row, in: batch) else { return nil }
      hasher.add(value)
    }
    return hasher.digest
  }

  @inline(__always)
  private func remember(_ digest: ContentDigest, _ batch: Batch, _ row: Int, _ own: Set<ContentDigest>) {
    if memory.insert(digest) {
      unsaved += 1
    } else if !own.contains(digest) {
      batch.mark(row, .duplicate)
    }
  }
}

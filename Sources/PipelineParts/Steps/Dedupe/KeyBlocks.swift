import PipelineModel

/// Packs keys into blocks for the store, where a row costs a hundred times what a key costs.
///
/// Invariant: the `limit` newest blocks of the store hold at least `memory` keys, or all there are, at every
/// snapshot that a run may go back to. As blocks have different sizes, the limit only ever grows.
struct KeyBlocks: Sendable {
  static let keysPerBlock = 256

  /// Keys that must be found again.
  let memory: Int
  /// Blocks that the store must keep.
  private(set) var limit = 0
  /// Keys in each of the newest blocks, as far as they are needed.
  private var sizes: [Int] = []
  private var total = 0

  init(memory: Int) { self.memory = memory }

  /// Packs keys, oldest first.
  mutating func pack(_ keys: [ContentDigest]) -> [[UInt8]] {
    stride(from: 0, to: keys.count, by: KeyBlocks.keysPerBlock).map { start in
      let part = keys[start..<min(start + KeyBlocks.keysPerBlock, keys.count)]
      note(part.count)
      var block: [UInt8] = []
      block.reserveCapacity(part.count * 16)
      for key in part {
        withUnsafeBytes(of: (key.high.bigEndian, key.low.bigEndian)) { block.append(contentsOf: $0) }
      }
      return block
    }
  }

  /// The keys of a block of the store.
  mutating func unpack(_ block: [UInt8]) -> [ContentDigest] {
    note(block.count / 16)
    return stride(from: 0, to: block.count - 15, by: 16).map { start in
      func half(_ start: Int) -> UInt64 { block[start..<start + 8].reduce(0) { $0 << 8 | UInt64($1) } }
      return ContentDigest(high: half(start), low: half(start + 8))
    }
  }

  private mutating func note(_ keys: Int) {
    sizes.append(keys)
    total += keys
    while let first = sizes.first, total - first >= memory {
      total -= first
      sizes.removeFirst()
    }
    limit = max(limit, sizes.count)
  }
}

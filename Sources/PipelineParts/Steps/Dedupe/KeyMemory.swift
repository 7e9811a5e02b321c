import PipelineModel

/// The newest keys, up to a limit; beyond it the oldest one is forgotten.
///
/// A ring holds the keys in their order, a hash table with linear probing says where in the ring a key is.
///
/// Invariants: an entry of the table is 0, or 32 bits of its key's hash and the key's place in the ring plus one;
/// between an entry and the slot its hash asks for there is no empty slot; at most three quarters are taken.
struct KeyMemory: Sendable {
  let limit: Int
  private var ring: [ContentDigest] = []
  /// The place of the oldest key, once the ring is full.
  private var oldest = 0
  private var table = [UInt64](repeating: 0, count: 1024)

  init(limit: Int) {
    precondition(limit > 0 && limit < 1 << 31)
    self.limit = limit
  }

  /// Keys that are remembered.
  var count: Int { ring.count }

  /// Remembers a key; false if it is remembered already.
  mutating func insert(_ key: ContentDigest) -> Bool {
    let hash = KeyMemory.hash(key)
    let slot = find(key, hash)
    if table[slot] != 0 { return false }
    if ring.count < limit {
      ring.append(key)
      if ring.count * 4 > table.count * 3 {
        grow()
        table[free(for: hash)] = hash << 32 | UInt64(ring.count)
      } else {
        table[slot] = hash << 32 | UInt64(ring.count)
      }
    } else {
      forget(oldest)
      ring[oldest] = key
      table[free(for: hash)] = hash << 32 | UInt64(oldest + 1)
      oldest = oldest + 1 == limit ? 0 : oldest + 1
    }
    return true
  }

  /// The newest keys, oldest of them first.
  func newest(_ wanted: Int) -> [ContentDigest] {
    (ring.count - wanted..<ring.count).map { ring[($0 + oldest) % ring.count] }
  }

  private static func hash(_ key: ContentDigest) -> UInt64 { key.low & 0xFFFF_FFFF }

  /// The slot that holds the key, or the empty one where it belongs.
  private func find(_ key: ContentDigest, _ hash: UInt64) -> Int {
    let mask = table.count - 1
    var slot = Int(hash) & mask
    while true {
      let entry = table[slot]
      if entry == 0 || (entry >> 32 == hash && ring[Int(entry & 0xFFFF_FFFF) - 1] == key) { return slot }
      slot = (slot + 1) & mask
    }
  }

  private func free(for hash: UInt64) -> Int {
    let mask = table.count - 1
    var slot = Int(hash) & mask
    while table[slot] != 0 { slot = (slot + 1) & mask }
    return slot
  }

  /// Takes a key out of the table and closes the gap (Knuth, "Sorting and Searching", 6.4, algorithm R).
  private mutating func forget(_ place: Int) {
    let mask = table.count - 1
    var gap = find(ring[place], KeyMemory.hash(ring[place]))
    var slot = (gap + 1) & mask
    while table[slot] != 0 {
      let home = Int(table[slot] >> 32) & mask
      if (slot - home) & mask >= (slot - gap) & mask {
        table[gap] = table[slot]
        gap = slot
      }
      slot = (slot + 1) & mask
    }
    table[gap] = 0
  }

  private mutating func grow() {
    let entries = table.filter { $0 != 0 }
    table = [UInt64](repeating: 0, count: table.count * 2)
    for entry in entries { table[free(for: entry >> 32)] = entry }
  }
}

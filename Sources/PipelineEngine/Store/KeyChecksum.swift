import PipelineModel

/// Tells whether a remembered key is as it was stored: one that changed would let a record through a second time.
struct KeyChecksum {
  private var bytes: [UInt8] = []
  private let prefix: Int

  /// For the keys of one stage that an operation stores with one epoch.
  init(operation: String, stage: String, epoch: Int64) {
    for text in [operation, stage] {
      bytes.append(contentsOf: text.utf8)
      bytes.append(0)
    }
    Self.add(epoch, to: &bytes)
    prefix = bytes.count
  }

  /// The checksum of one key.
  mutating func of(_ key: some Sequence<UInt8>, completedAt: Int64 = 0) -> Int64 {
    bytes.removeSubrange(prefix...)
    Self.add(completedAt, to: &bytes)
    bytes.append(contentsOf: key)
    return Int64(bitPattern: bytes.withUnsafeBytes { ContentDigest(of: $0) }.low)
  }

  private static func add(_ number: Int64, to bytes: inout [UInt8]) {
    withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
  }
}

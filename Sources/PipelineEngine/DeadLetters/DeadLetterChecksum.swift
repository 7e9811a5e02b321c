import PipelineModel

/// Tells whether an entry is as it was stored: a flipped bit in it must not become a record.
///
/// It covers what a record is made of again and what people decide by: names, place, error, texts and history.
struct DeadLetterChecksum {
  private static let texts: [DeadLetterColumn] = [
    .messageID, .stage, .errorType, .errorMessage, .file, .sequenceKey, .attempts, .original, .body,
  ]

  private var bytes: [UInt8] = []

  /// The checksum of an entry that is about to be stored.
  mutating func of(_ row: Int, of block: DeadLetterBlock) -> Int64 {
    bytes.removeAll(keepingCapacity: true)
    for column in Self.texts {
      let text = block.text(column, row)
      if let text { bytes.append(contentsOf: text) }
      add(Int64(text?.count ?? 0))
    }
    add(block.integer(.line, row) ?? -1)
    add(block.integer(.offset, row) ?? -1)
    return Int64(bitPattern: bytes.withUnsafeBytes { ContentDigest(of: $0) }.low)
  }

  /// The checksum of an entry.
  static func of(_ letter: DeadLetter) -> Int64 {
    var checksum = DeadLetterChecksum()
    return checksum.of(0, of: DeadLetterBlock(CollectionOfOne(letter)))
  }

  private mutating func add(_ number: Int64) {
    withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
  }
}

extension DeadLetter {
  /// What to say about an entry that is damaged.
  public var damage: String {
    let place = file.map { file in " of \(file)" + (line.map { ":\($0)" } ?? "") } ?? ""
    return "the dead letter \(messageID)\(place) is damaged: in the store it is not as it was written"
  }

  /// What can be done about it.
  public static let damageHelp =
    "its input holds the record still; restore the store from a backup, or take the entry out with `pipeline dlq discard`"
}

import PipelineModel

/// Tells whether an entry is as it was stored: a flipped bit in it must not become a record.
///
/// It covers what a record is made of again and what people decide by: names, place, error, texts and history.
struct DeadLetterChecksum {
  private var bytes: [UInt8] = []
  private static let texts: [DeadLetterColumn] = [
    .messageID, .stage, .errorType, .errorMessage, .file, .sequenceKey, .attempts,
  ]

  /// The checksum of an entry.
  mutating func of(_ letter: DeadLetter) -> Int64 {
    bytes.removeAll(keepingCapacity: true)
    add(letter.messageID)
    add(letter.stage)
    add(letter.errorType)
    add(letter.errorMessage)
    add(letter.file ?? "")
    add(letter.sequenceKey ?? "")
    add(letter.attempts)
    bytes += letter.original
    bytes += letter.body
    add(Int64(letter.original.count))
    add(letter.line ?? -1)
    add(letter.offset ?? -1)
    return Int64(bitPattern: bytes.withUnsafeBytes { ContentDigest(of: $0) }.low)
  }

  /// The checksum of an entry that is about to be stored.
  mutating func of(_ row: Int, of block: DeadLetterBlock) -> Int64 {
    bytes.removeAll(keepingCapacity: true)
    for column in Self.texts {
      if let text = block.text(column, row) { bytes.append(contentsOf: text) }
      bytes.append(0xFF)
    }
    if let original = block.text(.original, row) { bytes.append(contentsOf: original) }
    if let body = block.text(.body, row) { bytes.append(contentsOf: body) }
    add(Int64(block.text(.original, row)?.count ?? 0))
    add(block.integer(.line, row) ?? -1)
    add(block.integer(.offset, row) ?? -1)
    return Int64(bitPattern: bytes.withUnsafeBytes { ContentDigest(of: $0) }.low)
  }

  /// Texts end with a byte that none of them holds.
  private mutating func add(_ text: String) {
    var text = text
    text.withUTF8 { bytes.append(contentsOf: $0) }
    bytes.append(0xFF)
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

import PipelineModel

/// Tells whether an entry is as it was stored: a flipped bit in it must not become a record.
struct DeadLetterChecksum {
  /// The checksum of an entry's values, in the order of their columns.
  static func of(_ values: some Sequence<SQLValue>) -> Int64 {
    var digest = RollingDigest()
    for value in values {
      switch value {
      case .null: add(0, to: &digest)
      case .integer(let integer): add(integer, to: &digest)
      case .real(let real): add(Int64(bitPattern: real.bitPattern), to: &digest)
      case .text(var text):
        add(Int64(text.utf8.count), to: &digest)
        text.withUTF8 { digest.update(UnsafeRawBufferPointer($0)) }
      case .blob(let bytes):
        add(Int64(bytes.count), to: &digest)
        bytes.withUnsafeBytes { digest.update($0) }
      }
    }
    return Int64(bitPattern: digest.digest.low)
  }

  /// The checksum of an entry that is about to be stored; the same as that of its values.
  static func of(_ row: Int, of block: DeadLetterBlock) -> Int64 {
    var digest = RollingDigest()
    for column in DeadLetterColumn.allCases {
      if column.kind == .integer {
        add(block.integer(column, row) ?? 0, to: &digest)
      } else {
        let text = block.text(column, row)
        add(Int64(text?.count ?? 0), to: &digest)
        if let text { digest.update(text) }
      }
    }
    return Int64(bitPattern: digest.digest.low)
  }

  private static func add(_ number: Int64, to digest: inout RollingDigest) {
    withUnsafeBytes(of: number.littleEndian) { digest.update($0) }
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

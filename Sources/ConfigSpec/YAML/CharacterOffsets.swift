/// Turns libyaml's marks, which count characters, into offsets in bytes.
struct CharacterOffsets {
  private static let stride = 64
  /// The byte of every 64th character; nil if the text is ASCII and the two are equal.
  private let bytes: [Int]?
  private let text: [UInt8]

  init(_ utf8: [UInt8]) {
    text = utf8
    guard utf8.contains(where: { $0 >= 0x80 }) else {
      bytes = nil
      return
    }
    var table: [Int] = []
    var count = 0
    for (offset, byte) in utf8.enumerated() where byte & 0xC0 != 0x80 {
      if count % Self.stride == 0 { table.append(offset) }
      count += 1
    }
    bytes = table
  }

  func byte(of character: Int) -> Int {
    guard let bytes else { return min(character, text.count) }
    let entry = character / Self.stride
    guard entry < bytes.count else { return text.count }
    var offset = bytes[entry]
    var left = character % Self.stride
    while left > 0, offset < text.count {
      offset += 1
      while offset < text.count, text[offset] & 0xC0 == 0x80 { offset += 1 }
      left -= 1
    }
    return offset
  }
}

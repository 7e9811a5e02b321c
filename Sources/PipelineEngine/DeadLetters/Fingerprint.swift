import PipelineModel

/// Groups failures with the same cause: class, stage, type and message, with numbers and ids masked.
struct Fingerprint {
  /// Digits and hexadecimal runs become `#`, so that positions, counts and ids don't split a group.
  ///
  ///     mask("line 12, column 3: bad date")  →  "line #, column #: bad date"
  static func mask(_ message: String) -> String {
    var result: [UInt8] = []
    var word: [UInt8] = []
<<<<<<< HEAD
    result.reserveCapacity(message.utf8.count)
    for byte in message.utf8 {
      if isPartOfWord(byte) {
=======
    for byte in message.utf8 {
      // Letters beyond ASCII are parts of words too.
      if byte.isASCIILetter || byte.isDigit || byte == UInt8(ascii: "-") || byte >= 0x80 {
>>>>>>> speed
        word.append(byte)
      } else {
        append(word, to: &result)
        word.removeAll(keepingCapacity: true)
        result.append(byte)
      }
    }
    append(word, to: &result)
    return String(decoding: result, as: UTF8.self)
  }

  /// Sixteen hexadecimal digits that name the group.
  static func of(failureClass: String, stage: String, type: String, message: String) -> String {
    let text = "\(failureClass)\u{1F}\(stage)\u{1F}\(type)\u{1F}\(mask(message))"
    return String(ContentDigest(of: text).description.prefix(16))
  }

  private static func append(_ word: [UInt8], to result: inout [UInt8]) {
<<<<<<< HEAD
    guard word.contains(where: isDigit) else {
      result += word
      return
    }
    if word.count >= 8, word.allSatisfy({ isHexadecimal($0) || $0 == UInt8(ascii: "-") }) {
      result.append(UInt8(ascii: "#"))
      return
    }
    var last: UInt8 = 0
    for byte in word where !(isDigit(byte) && last == UInt8(ascii: "#")) {
      last = isDigit(byte) ? UInt8(ascii: "#") : byte
      result.append(last)
    }
  }

  /// Letters, digits and hyphens; what is not ASCII counts as letters.
  private static func isPartOfWord(_ byte: UInt8) -> Bool {
    isDigit(byte) || UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20 || byte >= 0x80
      || byte == UInt8(ascii: "-")
  }

  private static func isDigit(_ byte: UInt8) -> Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte }

  private static func isHexadecimal(_ byte: UInt8) -> Bool {
    isDigit(byte) || UInt8(ascii: "a")...UInt8(ascii: "f") ~= byte | 0x20
=======
    guard word.contains(where: \.isDigit) else {
      result += word
      return
    }
    let hash = UInt8(ascii: "#")
    if word.count >= 8, word.allSatisfy({ $0.isDigit || $0 == UInt8(ascii: "-") || 0x61...0x66 ~= $0 | 0x20 })
    {
      result.append(hash)
      return
    }
    var isMasked = false
    for byte in word {
      if !byte.isDigit { result.append(byte) } else if !isMasked { result.append(hash) }
      isMasked = byte.isDigit
    }
>>>>>>> speed
  }
}

extension UInt8 {
  fileprivate var isDigit: Bool { self &- UInt8(ascii: "0") < 10 }
  fileprivate var isASCIILetter: Bool { (self | 0x20) &- UInt8(ascii: "a") < 26 }
}

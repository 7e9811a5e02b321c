import PipelineModel

/// Groups failures with the same cause: class, stage, type and message, with numbers and ids masked.
struct Fingerprint {
  /// Digits and hexadecimal runs become `#`, so that positions, counts and ids don't split a group.
  ///
  ///     mask("line 12, column 3: bad date")  →  "line #, column #: bad date"
  static func mask(_ message: String) -> String {
    var result: [UInt8] = []
    var word: [UInt8] = []
    for byte in message.utf8 {
      // Letters beyond ASCII are parts of words too.
      if byte.isASCIILetter || byte.isDigit || byte == UInt8(ascii: "-") || byte >= 0x80 {
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
  }
}

extension UInt8 {
  fileprivate var isDigit: Bool { self &- UInt8(ascii: "0") < 10 }
  fileprivate var isASCIILetter: Bool { (self | 0x20) &- UInt8(ascii: "a") < 26 }
}

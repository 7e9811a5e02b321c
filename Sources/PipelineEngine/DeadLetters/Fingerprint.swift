import PipelineModel

/// Groups failures with the same cause: class, stage, type and message, with numbers and ids masked.
struct Fingerprint {
  /// Digits and hexadecimal runs become `#`, so that positions, counts and ids don't split a group.
  ///
  ///     mask("line 12, column 3: bad date")  →  "line #, column #: bad date"
  static func mask(_ message: String) -> String {
    var result = ""
    var word = ""
    func flush() {
      if word.contains(where: \.isNumber) {
        let isID = word.count >= 8 && word.allSatisfy { $0.isHexDigit || $0 == "-" }
        result += isID ? "#" : maskDigits(word)
      } else {
        result += word
      }
      word = ""
    }
    for character in message {
      if character.isLetter || character.isNumber || character == "-" {
        word.append(character)
      } else {
        flush()
        result.append(character)
      }
    }
    flush()
    return result
  }

  /// Sixteen hexadecimal digits that name the group.
  static func of(failureClass: String, stage: String, type: String, message: String) -> String {
    let text = "\(failureClass)\u{1F}\(stage)\u{1F}\(type)\u{1F}\(mask(message))"
    return String(ContentDigest(of: text).description.prefix(16))
  }

  private static func maskDigits(_ word: String) -> String {
    var result = ""
    for character in word where !(character.isNumber && result.last == "#") {
      result.append(character.isNumber ? "#" : character)
    }
    return result
  }
}

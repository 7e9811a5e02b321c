extension Library {
  /// Positions, parts, replacing and formatting of texts. All positions count characters (code points) from 0.
  public static let strings = Library(
    name: "strings",
    functions: [
      StringFunctions.charAt, StringFunctions.indexOf, StringFunctions.lastIndexOf, StringFunctions.substring,
      StringFunctions.replace, StringFunctions.split, StringFunctions.join, StringFunctions.trim,
      StringFunctions.lowerAscii, StringFunctions.upperAscii, StringFunctions.reverse, StringFunctions.quote,
      StringFunctions.format,
    ])
}

enum StringFunctions {
  static let charAt = Function(
    "charAt", "The character at a position; empty at the end of the text.",
    [
      .method("string_char_at_int") { (text: String, index: Int64) throws(EvaluationError) -> String in
        let scalars = Array(text.unicodeScalars)
        guard index >= 0, index <= scalars.count else { throw outOfRange(index) }
        return index == scalars.count ? "" : String(scalars[Int(index)])
      }
    ])

  static let indexOf = Function(
    "indexOf", "Where a text first occurs, -1 if it doesn't.",
    [
      .method("string_index_of_string") { (text: String, part: String) -> Int64 in
        firstPosition(of: part, in: text, fromByte: 0)
      },
      .method("string_index_of_string_int") {
        (text: String, part: String, start: Int64) throws(EvaluationError) -> Int64 in
        let offset = try byteOffset(of: start, in: text)
        return firstPosition(of: part, in: text, fromByte: offset)
      },
    ])

  private static func firstPosition(of part: String, in text: String, fromByte start: Int) -> Int64 {
    guard let range = text.firstRange(of: part, from: start) else { return -1 }
    return position(ofByte: range.lowerBound, in: text)
  }

  static let lastIndexOf = Function(
    "lastIndexOf", "Where a text last occurs, -1 if it doesn't.",
    [
      .unaryLastIndex("string_last_index_of_string"),
      .ternary("string_last_index_of_string_int", true) {
        (text: String, part: String, last: Int64, budget: inout Budget) throws(EvaluationError) -> Int64 in
        let limit = try byteOffset(of: last, in: text)
        return try lastPosition(of: part, in: text, upToByte: limit, &budget)
      },
    ])

  static func lastPosition(
    of part: String, in text: String, upToByte last: Int, _ budget: inout Budget
  ) throws(EvaluationError) -> Int64 {
    let text8 = Array(text.utf8)
    let part8 = Array(part.utf8)
    var start = min(last, text8.count - part8.count)
    // Each start that fails late costs the length of the part: bounded by the budget.
    while start >= 0 {
      var matched = 0
      while matched < part8.count, text8[start + matched] == part8[matched] { matched += 1 }
      if matched == part8.count { return position(ofByte: start, in: text) }
      try budget.charge(matched / 16)
      start -= 1
    }
    return -1
  }

  static let substring = Function(
    "substring", "The part from one position up to, but not including, another one, or to the end.",
    [
      .method("string_substring_int") { (text: String, start: Int64) throws(EvaluationError) -> String in
        let offset = try byteOffset(of: start, in: text)
        return String(text.utf8.dropFirst(offset)) ?? ""
      },
      .method("string_substring_int_int") {
        (text: String, start: Int64, end: Int64) throws(EvaluationError) -> String in
        guard start <= end else {
          throw EvaluationError(.indexOutOfRange, "the start is after the end", value: .int(start))
        }
        let first = try byteOffset(of: start, in: text)
        let last = try byteOffset(of: end, in: text)
        return String(text.utf8.prefix(last).dropFirst(first)) ?? ""
      },
    ])

  static let trim = Function(
    "trim", "The text without white space at both ends.",
    [
      .method("string_trim") { (text: String) -> String in
        let scalars = text.unicodeScalars
        let start = scalars.firstIndex { !$0.properties.isWhitespace } ?? scalars.endIndex
        guard let last = scalars.lastIndex(where: { !$0.properties.isWhitespace }) else { return "" }
        return String(scalars[start...last])
      }
    ])

  static let lowerAscii = Function(
    "lowerAscii", "The text with A to Z in lower case.",
    [
      .method("string_lower_ascii") { (text: String) -> String in
        mapBytes(text) { (65...90).contains($0) ? $0 + 32 : $0 }
      }
    ])

  static let upperAscii = Function(
    "upperAscii", "The text with a to z in upper case.",
    [
      .method("string_upper_ascii") { (text: String) -> String in
        mapBytes(text) { (97...122).contains($0) ? $0 - 32 : $0 }
      }
    ])

  static let reverse = Function(
    "reverse", "The text with its characters in reverse order.",
    [
      .method("string_reverse") { (text: String) -> String in
        var result = String.UnicodeScalarView()
        result.append(contentsOf: text.unicodeScalars.reversed())
        return String(result)
      }
    ])

  static let quote = Function(
    "strings.quote", "The text in double quotes, with escape sequences where needed.",
    [.function("strings_quote") { (text: String) -> String in text.quoted }])

  private static func mapBytes(_ text: String, _ transform: (UInt8) -> UInt8) -> String {
    String(decoding: text.utf8.map(transform), as: UTF8.self)
  }

  /// The byte at which a position begins; the end of the text is a position, too.
  private static func byteOffset(of position: Int64, in text: String) throws(EvaluationError) -> Int {
    var left = position
    guard left >= 0, left <= text.utf8.count else { throw outOfRange(position) }
    var offset = 0
    for byte in text.utf8 {
      if byte & 0xC0 != 0x80 {
        if left == 0 { return offset }
        left -= 1
      }
      offset += 1
    }
    guard left == 0 else { throw outOfRange(position) }
    return offset
  }

  private static func position(ofByte offset: Int, in text: String) -> Int64 {
    Int64(text.utf8.prefix(offset).reduce(0) { $0 + ($1 & 0xC0 != 0x80 ? 1 : 0) })
  }

  private static func outOfRange(_ index: Int64) -> EvaluationError {
    EvaluationError(.indexOutOfRange, "the position is outside of the text", value: .int(index))
  }
}

extension Overload {
  fileprivate static func unaryLastIndex(_ id: String) -> Overload {
    .binary(id, true) { (text: String, part: String, budget: inout Budget) throws(EvaluationError) -> Int64 in
      try StringFunctions.lastPosition(of: part, in: text, upToByte: text.utf8.count, &budget)
    }
  }
}

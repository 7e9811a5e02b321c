import CRE2

/// Sizes, and questions about texts.
enum TextFunctions {
  static let all: [Function] = [size, contains, startsWith, endsWith, matches]

  private static let size = Function(
    "size", "How many characters, bytes, elements or entries there are.",
    [
      .function("size_string") { (a: String) -> Int64 in characters(a) },
      .method("string_size") { (a: String) -> Int64 in characters(a) },
      .function("size_bytes") { (a: [UInt8]) -> Int64 in Int64(a.count) },
      .method("bytes_size") { (a: [UInt8]) -> Int64 in Int64(a.count) },
      .function("size_list", parameters: [.list(.parameter("A"))]) { (a: ListValue) -> Int64 in
        Int64(a.elements.count)
      },
      .method("list_size", parameters: [.list(.parameter("A"))]) { (a: ListValue) -> Int64 in
        Int64(a.elements.count)
      },
      .function("size_map", parameters: [.map(.parameter("A"), .parameter("B"))]) { (a: MapValue) -> Int64 in
        Int64(a.count)
      },
      .method("map_size", parameters: [.map(.parameter("A"), .parameter("B"))]) { (a: MapValue) -> Int64 in
        Int64(a.count)
      },
    ])

  private static func characters(_ text: String) -> Int64 {
    var text = text
    return text.withUTF8 { bytes in
      var count = 0
      for byte in bytes where byte & 0xC0 != 0x80 { count += 1 }
      return Int64(count)
    }
  }

  private static let contains = Function(
    "contains", "Whether a text has another one in it.",
    [.method("contains_string") { (a: String, b: String) -> Bool in a.firstRange(of: b) != nil }])

  private static let startsWith = Function(
    "startsWith", "Whether a text begins with another one.",
    [.method("starts_with_string") { (a: String, b: String) -> Bool in a.utf8.starts(with: b.utf8) }])

  private static let endsWith = Function(
    "endsWith", "Whether a text ends with another one.",
    [
      .method("ends_with_string") { (a: String, b: String) -> Bool in
        a.utf8.count >= b.utf8.count && a.utf8.suffix(b.utf8.count).elementsEqual(b.utf8)
      }
    ])

  private static let matches = Function(
    "matches", "Whether a regular expression (RE2) matches somewhere in a text.",
    [matches(isMethod: false), matches(isMethod: true)])

  private static func matches(isMethod: Bool) -> Overload {
    .binary(isMethod ? "matches_string" : "matches", isMethod) {
      (text: String, pattern: String, budget: inout Budget) throws(EvaluationError) -> Bool in
      // Compiling is dear; constant patterns are compiled once, below.
      try budget.charge(1_000 + 100 * pattern.utf8.count)
      do throws(Pattern.SyntaxError) {
        return try Pattern(pattern).matches(text)
      } catch {
        throw EvaluationError(
          .invalidArgument, "the text isn't a regular expression", value: .string(pattern))
      }
    }.preparing(argument: 1) {
      (constant: Value) throws(Overload.PreparationFailure) -> Overload.Implementation? in
      guard case .string(let text) = constant else { return nil }
      let pattern: Pattern
      do throws(Pattern.SyntaxError) {
        pattern = try Pattern(text)
      } catch {
        throw Overload.PreparationFailure(message: "bad regular expression: \(error.reason)", help: nil)
      }
      return .binary { (text: Value, _: Value, _: inout Budget) throws(EvaluationError) -> Value? in
        guard case .string(let text) = text else { return nil }
        return .bool(pattern.matches(text))
      }
    }
  }
}

extension String {
  /// Where another text first occurs at or after a byte offset, in bytes.
  func firstRange(of part: String, from start: Int = 0) -> Range<Int>? {
    var text = self
    var part = part
    return text.withUTF8 { text in part.withUTF8 { part in text.firstRange(of: part, from: start) } }
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// Where other bytes first occur at or after an offset; takes time proportional to both lengths.
  func firstRange(of part: UnsafeBufferPointer<UInt8>, from start: Int = 0) -> Range<Int>? {
    guard start + part.count <= count else { return nil }
    guard part.count > 0, let base = baseAddress, let wanted = part.baseAddress else { return start..<start }
    let found = cre2_find_bytes(base + start, count - start, wanted, part.count)
    guard found >= 0 else { return nil }
    let offset = start + found
    return offset..<offset + part.count
  }
}

import ConfigSpec

/// A piece of PromQL.
struct ConditionToken: Equatable {
  /// What it is.
  enum Kind: Equatable {
    case word, number, duration, text, open, close, comma, colon, operation
  }

  var kind: Kind
  var text: String
  /// Its bytes in the condition.
  var range: Range<Int>

  /// Words that join operands, so that no operator is missing beside them.
  static let keywords: Set<String> = [
    "and", "or", "unless", "by", "without", "on", "ignoring", "group_left", "group_right", "offset", "bool",
    "atan2", "start", "end",
  ]

  var isKeyword: Bool { kind == .word && Self.keywords.contains(text) }
  var isComparison: Bool { kind == .operation && [">", "<", ">=", "<=", "==", "!="].contains(text) }
  /// Whether an operand may end here.
  var endsOperand: Bool {
    switch kind {
    case .word: !isKeyword
    case .number, .duration, .text, .close: true
    case .open, .comma, .colon, .operation: false
    }
  }
  /// Whether an operand may begin here.
  var beginsOperand: Bool { kind == .number || kind == .text || (kind == .word && !isKeyword) }
}

/// Cuts PromQL into pieces (Prometheus, `promql/parser/lex.go`).
struct ConditionLexer {
  private let bytes: [UInt8]
  private var index = 0

  init(_ text: String) { bytes = Array(text.utf8) }

  /// All pieces.
  static func tokens(_ text: String) throws(TextProblem) -> [ConditionToken] {
    var lexer = ConditionLexer(text)
    var tokens: [ConditionToken] = []
    while let token = try lexer.next() { tokens.append(token) }
    return tokens
  }

  private mutating func next() throws(TextProblem) -> ConditionToken? {
    while let byte = peek(0), [0x20, 0x09, 0x0A, 0x0D].contains(byte) { index += 1 }
    guard let byte = peek(0) else { return nil }
    switch byte {
    case UInt8(ascii: "#"):
      while let next = peek(0), next != 0x0A { index += 1 }
      return try next()
    case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): return take(1, .open)
    case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"): return take(1, .close)
    case UInt8(ascii: ","): return take(1, .comma)
    case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"): return try text(byte)
    case _ where isDigit(byte) || (byte == UInt8(ascii: ".") && isDigit(peek(1) ?? 0)): return try number()
    case _ where isLetter(byte):
      return take(length { isLetter($0) || isDigit($0) || $0 == UInt8(ascii: ":") }, .word)
    case UInt8(ascii: ":"): return take(1, .colon)
    default: return try operation(byte)
    }
  }

  private mutating func operation(_ byte: UInt8) throws(TextProblem) -> ConditionToken {
    let pair = peek(1).map { String(decoding: [byte, $0], as: UTF8.self) } ?? ""
    if ["==", "!=", ">=", "<=", "=~", "!~"].contains(pair) { return take(2, .operation) }
    let advice = ["&&": "and", "||": "or", "=>": ">=", "=<": "<="]
    if let word = advice[pair] {
      throw TextProblem(
        "has `\(pair)`, which PromQL doesn't know", help: "write `\(word)`", range: index..<index + 2)
    }
    if "+-*/%^<>=@".utf8.contains(byte) { return take(1, .operation) }
    let length = byte < 0x80 ? 1 : length { $0 >= 0x80 }
    let sign = String(decoding: bytes[index..<index + length], as: UTF8.self)
    throw TextProblem("has a `\(sign)` that PromQL doesn't know", range: index..<index + length)
  }

  private mutating func text(_ quote: UInt8) throws(TextProblem) -> ConditionToken {
    var end = index + 1
    while end < bytes.count, bytes[end] != quote {
      end += bytes[end] == UInt8(ascii: "\\") && quote != UInt8(ascii: "`") ? 2 : 1
    }
    guard end < bytes.count else {
      throw TextProblem(
        "has a quote that is never closed",
        help: "add \(String(decoding: [quote], as: UTF8.self)) where the text ends",
        range: index..<index + 1)
    }
    return take(end + 1 - index, .text)
  }

  private mutating func number() throws(TextProblem) -> ConditionToken {
    let length = length { isDigit($0) || isLetter($0) || $0 == UInt8(ascii: ".") }
    let text = String(decoding: bytes[index..<index + length], as: UTF8.self)
    if Double(text) != nil {
      // `1e+5`: the sign belongs to the number.
      return take(length, .number)
    }
    if text.hasSuffix("e") || text.hasSuffix("E"), let sign = peek(length), "+-".utf8.contains(sign) {
      index += length + 1
      let digits = self.length { isDigit($0) }
      index -= length + 1
      return take(length + 1 + digits, .number)
    }
    guard Self.isDuration(text) else {
      throw TextProblem(
        "has `\(text)`, which is neither a number nor a duration",
        help: "write for example `100`, `0.5` or `5m`",
        range: index..<index + length)
    }
    return take(length, .duration)
  }

  private static func isDuration(_ text: String) -> Bool {
    var rest = text[...]
    while !rest.isEmpty {
      let digits = rest.prefix { $0.isASCII && $0.isNumber }
      rest = rest.dropFirst(digits.count)
      guard !digits.isEmpty, let unit = ["ms", "s", "m", "h", "d", "w", "y"].first(where: rest.hasPrefix)
      else {
        return false
      }
      rest = rest.dropFirst(unit.count)
    }
    return true
  }

  private mutating func take(_ length: Int, _ kind: ConditionToken.Kind) -> ConditionToken {
    let range = index..<index + length
    index = range.upperBound
    return ConditionToken(kind: kind, text: String(decoding: bytes[range], as: UTF8.self), range: range)
  }

  private func length(while holds: (UInt8) -> Bool) -> Int {
    bytes[index...].prefix(while: holds).count
  }

  private func peek(_ distance: Int) -> UInt8? {
    index + distance < bytes.count ? bytes[index + distance] : nil
  }

  private func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
  private func isLetter(_ byte: UInt8) -> Bool {
    byte == 0x5F || (byte >= 0x41 && byte <= 0x5A) || (byte >= 0x61 && byte <= 0x7A)
  }
}

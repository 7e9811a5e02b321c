public import CScan

/// Finds the bounds of JSON values and checks them strictly (RFC 8259), without building anything.
///
/// Invariants:
/// - the text is `base[0..<end]`, and 64 bytes after it are readable; bytes beyond `end` never change a
///   result;
/// - after a method returns, `position` is behind what it read; after it throws, it is undefined;
/// - UTF-8 is not checked here: the caller has checked the whole text once with `UTF8Validator`;
/// - nesting takes a bit a level from `JSONNesting`, never the call stack.
@frozen
public struct JSONScanner {
  /// The first byte of the text.
  public let base: UnsafePointer<UInt8>
  /// The length of the text.
  public let end: Int
  /// Where reading goes on.
  public var position: Int
  /// How many arrays and objects may be open at once.
  public let maximumDepth: Int

  /// The depth that is allowed unless something else is asked for.
  @inlinable public static var defaultMaximumDepth: Int { 512 }

  /// A scanner at the beginning of a text.
  @inlinable
  public init(
    base: UnsafePointer<UInt8>, count: Int, maximumDepth: Int = JSONScanner.defaultMaximumDepth
  ) {
    self.base = base
    end = count
    position = 0
    self.maximumDepth = maximumDepth
  }

  /// The next byte, or 0 at the end.
  @inlinable public var next: UInt8 {
    @inline(__always) get { position < end ? base[position] : 0 }
  }

  /// A problem at this place, or at another one.
  @inlinable
  public func problem(_ reason: JSONProblem.Reason, at offset: Int? = nil) -> JSONProblem {
    JSONProblem(offset: min(offset ?? position, end), reason)
  }

  /// Steps over white space.
  @inlinable @inline(__always)
  public mutating func skipSpace() {
    while position < end {
      let byte = base[position]
      guard byte <= 0x20, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return }
      position &+= 1
    }
  }

  /// Steps over a byte if it comes next.
  @inlinable @inline(__always)
  public mutating func skip(_ byte: UInt8) -> Bool {
    guard next == byte, position < end else { return false }
    position &+= 1
    return true
  }

  /// Throws unless only white space is left.
  @inlinable
  public mutating func expectEnd() throws(JSONProblem) {
    skipSpace()
    if position < end { throw problem(.unexpectedText) }
  }

  /// Reads one scalar, or the whole of an array or object, which must begin here.
  @inlinable @inline(__always)
  public mutating func value() throws(JSONProblem) -> JSONToken {
    switch next {
    case UInt8(ascii: "\""): return try string()
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
    case UInt8(ascii: "{"), UInt8(ascii: "["): return try container()
    default: return try literal()
    }
  }

  /// Reads a string; the token's range is what stands between the quotes.
  @inlinable @inline(__always)
  public mutating func string() throws(JSONProblem) -> JSONToken {
    let start = position &+ 1
    var index = start
    while index < end {
      let special = cscan_json_special16(base + index)
      if special == 0 {
        index &+= 16
        continue
      }
      index &+= special.trailingZeroBitCount
      guard index < end, base[index] == UInt8(ascii: "\"") else { break }
      position = index &+ 1
      return JSONToken(kind: .string, start: start, end: index)
    }
    return try escapedString(from: start, at: min(index, end))
  }

  /// Reads a number.
  @inlinable @inline(__always)
  public mutating func number() throws(JSONProblem) -> JSONToken {
    let start = position
    if base[position] == UInt8(ascii: "-") { position &+= 1 }
    let first = next
    position &+= 1
    if first != UInt8(ascii: "0") {
      guard first >= UInt8(ascii: "1"), first <= UInt8(ascii: "9") else {
        throw problem(.invalidNumber, at: position &- 1)
      }
      skipDigits()
    }
    var isInteger = true
    if next == UInt8(ascii: ".") {
      isInteger = false
      position &+= 1
      try digits()
    }
    if next | 0x20 == UInt8(ascii: "e") {
      isInteger = false
      position &+= 1
      if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { position &+= 1 }
      try digits()
    }
    return JSONToken(kind: isInteger ? .integer : .number, start: start, end: position)
  }

  @inlinable @inline(__always)
  mutating func skipDigits() {
    while position < end, base[position] &- UInt8(ascii: "0") <= 9 { position &+= 1 }
  }

  @inlinable @inline(__always)
  mutating func digits() throws(JSONProblem) {
    let start = position
    skipDigits()
    if position == start { throw problem(.invalidNumber) }
  }
}

/// Reads fixed and numbered parts of a short text from left to right.
///
/// Invariant: no byte outside the text is read.
struct TextReader {
  private let base: UnsafePointer<UInt8>
  let count: Int
  var position = 0

  init?(_ text: UnsafeBufferPointer<UInt8>) {
    guard let base = text.baseAddress else { return nil }
    self.base = base
    count = text.count
  }

  var isAtEnd: Bool { position == count }

  /// The next byte, or 0 at the end.
  @inline(__always) var next: UInt8 { position < count ? base[position] : 0 }

  /// Steps over a byte if it comes next.
  @inline(__always)
  mutating func skip(_ byte: UInt8) -> Bool {
    guard position < count, base[position] == byte else { return false }
    position &+= 1
    return true
  }

  /// Steps over a byte or throws.
  @inline(__always)
  mutating func expect(_ byte: UInt8, _ expected: StaticString) throws(TextMismatch) {
    if !skip(byte) { throw mismatch(expected) }
  }

  /// A number of at least `least` and at most `most` digits within a range.
  @inline(__always)
  mutating func number(
    _ least: Int, _ most: Int, in range: ClosedRange<Int>, _ expected: StaticString
  ) throws(TextMismatch) -> Int {
    let start = position
    var value = 0
    while position < count, position &- start < most {
      let digit = base[position] &- UInt8(ascii: "0")
      if digit > 9 { break }
      value = value &* 10 &+ Int(digit)
      position &+= 1
    }
    if position &- start < least { throw mismatch(expected) }
    if !range.contains(value) {
      position = start
      throw mismatch(expected)
    }
    return value
  }

  /// One to nine digits of a fraction, as billionths.
  @inline(__always)
  mutating func billionths() throws(TextMismatch) -> UInt32 {
    let start = position
    var value: UInt32 = 0
    while position < count, position &- start < 9 {
      let digit = base[position] &- UInt8(ascii: "0")
      if digit > 9 { break }
      value = value &* 10 &+ UInt32(digit)
      position &+= 1
    }
    if position == start { throw mismatch("a digit") }
    for _ in (position &- start)..<9 { value = value &* 10 }
    return value
  }

  /// The word that comes next, regardless of case, as an index into `words`.
  mutating func word(_ words: [String], _ expected: StaticString) throws(TextMismatch) -> Int {
    for (index, word) in words.enumerated() where hasPrefix(word) {
      position += word.utf8.count
      return index
    }
    throw mismatch(expected)
  }

  /// A mismatch here.
  @inline(never)
  func mismatch(_ expected: StaticString) -> TextMismatch {
    TextMismatch(offset: position, expected: "\(expected)")
  }

  private func hasPrefix(_ word: String) -> Bool {
    guard count - position >= word.utf8.count else { return false }
    var index = position
    for byte in word.utf8 {
      let isLetter = byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z")
      guard base[index] == byte || (isLetter && base[index] ^ byte == 0x20) else { return false }
      index += 1
    }
    return true
  }
}

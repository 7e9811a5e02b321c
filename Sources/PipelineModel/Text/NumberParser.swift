/// Reads numbers from text, exactly.
///
/// An integer is an optional sign and digits. A double is an optional sign, digits with at most one point
/// (`.5` and `5.` count), and an optional exponent. Nothing else is a number: no spaces, no separators, no
/// `inf`, no `nan`, no hexadecimal digits. JSON numbers are a part of this grammar.
///
/// Invariant: only bytes within the given text are read.
public enum NumberParser {
  /// Why text is not a number.
  public enum Problem: Sendable {
    /// It isn't written like one.
    case malformed
    /// It is written like one, but no value of the type is near it.
    case outOfRange
  }

  /// The 64-bit integer that the text spells, or nil.
  @inlinable
  public static func integer(_ text: UnsafeBufferPointer<UInt8>) -> Int64? {
    guard let base = text.baseAddress, text.count > 0 else { return nil }
    let count = text.count
    let isNegative = base[0] == UInt8(ascii: "-")
    var index = isNegative || base[0] == UInt8(ascii: "+") ? 1 : 0
    if index == count { return nil }
    if count &- index > 18 { return longInteger(text, from: index, isNegative: isNegative) }
    var value: Int64 = 0
    while index < count {
      let digit = base[index] &- UInt8(ascii: "0")
      if digit > 9 { return nil }
      value = value &* 10 &+ Int64(digit)
      index &+= 1
    }
    return isNegative ? 0 &- value : value
  }

  /// The double nearest to the number that the text spells, or nil; nil also if it is too large.
  @inlinable
  public static func double(_ text: UnsafeBufferPointer<UInt8>) -> Double? {
    guard let base = text.baseAddress, text.count > 0 else { return nil }
    let count = text.count
    let isNegative = base[0] == UInt8(ascii: "-")
    var index = isNegative || base[0] == UInt8(ascii: "+") ? 1 : 0
    let start = index
    var digits: UInt64 = 0
    var point = -1
    while index < count {
      let digit = base[index] &- UInt8(ascii: "0")
      if digit <= 9 {
        digits = digits &* 10 &+ UInt64(digit)
      } else if base[index] == UInt8(ascii: "."), point < 0 {
        point = index
      } else {
        break
      }
      index &+= 1
    }
    let digitCount = index &- start &- (point < 0 ? 0 : 1)
    // Up to 19 digits fit; fewer than 2^53 and a small power of ten make one exactly rounded division
    // (Clinger, "How to Read Floating Point Numbers Accurately", 1990).
    guard index == count, digitCount > 0, digitCount <= 19 else { return DecimalToDouble.parse(text) }
    let fraction = point < 0 ? 0 : count &- point &- 1
    guard digits <= 1 << 53 else {
      let value = DecimalToDouble.nearest(digits, exponent: 0 &- fraction)
      return isNegative ? -value : value
    }
    let value = Double(Int64(bitPattern: digits)) / DecimalToDouble.powerOfTen(fraction)
    return isNegative ? -value : value
  }

  /// Why `integer` returned nil for this text.
  public static func integerProblem(_ text: UnsafeBufferPointer<UInt8>) -> Problem {
    var digits = text[...]
    if let first = digits.first, first == UInt8(ascii: "-") || first == UInt8(ascii: "+") {
      digits.removeFirst()
    }
    let isWritten =
      !digits.isEmpty && digits.allSatisfy { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
    return isWritten ? .outOfRange : .malformed
  }

  /// Why `double` returned nil for this text.
  public static func doubleProblem(_ text: UnsafeBufferPointer<UInt8>) -> Problem {
    DecimalToDouble.Decimal(text) == nil ? .malformed : .outOfRange
  }

  @usableFromInline
  static func longInteger(_ text: UnsafeBufferPointer<UInt8>, from start: Int, isNegative: Bool) -> Int64? {
    var value: Int64 = 0
    for byte in text[start...] {
      let digit = byte &- UInt8(ascii: "0")
      if digit > 9 { return nil }
      let (product, overflow) = value.multipliedReportingOverflow(by: 10)
      let (sum, carry) = product.subtractingReportingOverflow(Int64(digit))
      if overflow || carry { return nil }
      value = sum
    }
    // Summed up as a negative number, because the range reaches one further down than up.
    if isNegative { return value }
    return value == .min ? nil : -value
  }
}

public import CScan

/// The double nearest to a decimal number, ties to even, in three tiers: one exact operation on doubles,
/// one exact operation on 128-bit integers, and `strtod` for what is left (more than 19 digits, or far
/// exponents).
@usableFromInline
enum DecimalToDouble {
  /// The parts of a number: the value is digits × 10^exponent.
  struct Decimal {
    var digits: UInt64 = 0
    var exponent = 0
    var isNegative = false
    /// Whether `digits` has room for them all.
    var isExact = true

    /// Takes the text apart; nil if it isn't a number.
    init?(_ text: UnsafeBufferPointer<UInt8>) {
      var index = 0
      if let first = text.first, first == UInt8(ascii: "-") || first == UInt8(ascii: "+") {
        isNegative = first == UInt8(ascii: "-")
        index = 1
      }
      var seen = false
      var point = false
      while index < text.count {
        let digit = text[index] &- UInt8(ascii: "0")
        if digit <= 9 {
          seen = true
          append(digit)
          if point { exponent -= 1 }
        } else if text[index] == UInt8(ascii: "."), !point {
          point = true
        } else {
          break
        }
        index += 1
      }
      guard seen else { return nil }
      if index == text.count { return }
      guard text[index] | 0x20 == UInt8(ascii: "e") else { return nil }
      guard let power = Decimal.power(text, from: index + 1) else { return nil }
      exponent += power
    }

    private mutating func append(_ digit: UInt8) {
      if digits >= 1_000_000_000_000_000_000 {
        if digit != 0 { isExact = false }
        exponent += 1
      } else {
        digits = digits * 10 + UInt64(digit)
      }
    }

    private static func power(_ text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
      var index = start
      var isNegative = false
      if index < text.count, text[index] == UInt8(ascii: "-") || text[index] == UInt8(ascii: "+") {
        isNegative = text[index] == UInt8(ascii: "-")
        index += 1
      }
      guard index < text.count else { return nil }
      var value = 0
      while index < text.count {
        let digit = text[index] &- UInt8(ascii: "0")
        if digit > 9 { return nil }
        if value < 100_000_000 { value = value * 10 + Int(digit) }
        index += 1
      }
      return isNegative ? -value : value
    }
  }

  /// Any text of the number grammar; nil if it is no number or rounds to infinity.
  @usableFromInline
  static func parse(_ text: UnsafeBufferPointer<UInt8>) -> Double? {
    guard let decimal = Decimal(text) else { return nil }
    let magnitude: Double
    if decimal.isExact, decimal.digits <= 1 << 53, -22...22 ~= decimal.exponent {
      let digits = Double(decimal.digits)
      let power = powerOfTen(abs(decimal.exponent))
      magnitude = decimal.exponent < 0 ? digits / power : digits * power
    } else if decimal.isExact, -27...27 ~= decimal.exponent {
      magnitude = nearest(decimal.digits, exponent: decimal.exponent)
    } else {
      magnitude = cscan_strtod(text.baseAddress, text.count).magnitude
    }
    guard magnitude.isFinite else { return nil }
    return decimal.isNegative ? -magnitude : magnitude
  }

  /// 10^exponent, exactly; the exponent is 0…22.
  @inlinable
  static func powerOfTen(_ exponent: Int) -> Double {
    cscan_power_of_ten(Int32(truncatingIfNeeded: exponent))
  }

  /// digits × 10^exponent for exponents -27…27, where 5^|exponent| fits in 64 bits.
  ///
  /// The exact product or quotient has its highest bit at 63; what was cut off is in `sticky`.
  @usableFromInline
  static func nearest(_ digits: UInt64, exponent: Int) -> Double {
    if digits == 0 { return 0 }
    let power = cscan_power_of_five(Int32(truncatingIfNeeded: abs(exponent)))
    var top: UInt64
    var sticky: Bool
    var scale = exponent
    if exponent >= 0 {
      let product = digits.multipliedFullWidth(by: power)
      if product.high == 0 {
        let shift = product.low.leadingZeroBitCount
        (top, sticky, scale) = (product.low << UInt64(shift), false, scale - shift)
      } else {
        let shift = product.high.leadingZeroBitCount
        let wide = (UInt128(product.high) << 64 | UInt128(product.low)) << UInt128(shift)
        top = UInt64(truncatingIfNeeded: wide >> 64)
        sticky = UInt64(truncatingIfNeeded: wide) != 0
        scale += 64 - shift
      }
    } else {
      let dividend = digits << UInt64(digits.leadingZeroBitCount)
      let divisor = power << UInt64(power.leadingZeroBitCount)
      scale += power.leadingZeroBitCount - digits.leadingZeroBitCount
      let isLess = dividend < divisor
      let (quotient, remainder) =
        isLess
        ? divisor.dividingFullWidth((dividend, 0))
        : divisor.dividingFullWidth((dividend >> 1, dividend << 63))
      (top, sticky, scale) = (quotient, remainder != 0, scale - (isLess ? 64 : 63))
    }
    return rounded(top, sticky, scale: scale)
  }

  /// top × 2^scale to 53 bits, half to even; `top` has its highest bit set and the result is a normal number.
  @inline(__always)
  private static func rounded(_ top: UInt64, _ sticky: Bool, scale: Int) -> Double {
    var significand = top >> 11
    let rest = top & 0x7FF
    if rest > 0x400 || (rest == 0x400 && (sticky || significand & 1 == 1)) { significand += 1 }
    // A carry out of the 53 bits goes into the exponent, where it belongs.
    let exponentBits = UInt64(scale + 63 + 1022)
    return Double(bitPattern: (exponentBits << 52) + significand)
  }
}

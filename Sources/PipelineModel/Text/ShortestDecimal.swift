internal import CScan

/// The shortest decimal that rounds to a double, by exact integer arithmetic where 128 bits are enough.
///
/// value = m × 2^e. With k chosen so that value × 10^k has 17 digits before the point, and s = -(e + k) > 0:
///
///     value × 10^k = m × 5^k / 2^s
///
/// A decimal c × 10^-k rounds to the value exactly if |c × 2^s - m × 5^k| is at most 5^k / 2, half the
/// distance to the next double. 15 digits are tried first: if any decimal that short fits, it is the nearest
/// one and unique (DBL_DIG); then 16, then 17, which always fits.
///
/// Numbers whose k lies outside 1…27 and powers of two, whose lower neighbour is nearer than the upper one,
/// take the standard library's way.
@usableFromInline
enum ShortestDecimal {
  /// Writes a double and returns the end.
  @usableFromInline
  static func write(_ value: Double, to target: UnsafeMutablePointer<UInt8>) -> UnsafeMutablePointer<UInt8> {
    var target = target
    if value.sign == .minus, !value.isNaN {
      target[0] = UInt8(ascii: "-")
      target += 1
    }
    let magnitude = value.magnitude
    if magnitude < 1e15 {
      let whole = Int64(magnitude)
      if Double(whole) == magnitude {
        target = NumberWriter.writeDigits(UInt64(bitPattern: whole), to: target)
        target[0] = UInt8(ascii: ".")
        target[1] = UInt8(ascii: "0")
        return target + 2
      }
      // Most numbers in files have few decimals. A decimal of at most 15 digits that reads back is the one.
      let millionths = UInt64(min(magnitude, 1e9) * 1e6 + 0.5)
      if Double(Int64(bitPattern: millionths)) / 1e6 == magnitude, magnitude < 1e9 {
        return DecimalText((millionths, -6)).write(to: target)
      }
      if magnitude >= 1e-9, let decimal = shortest(magnitude) {
        return DecimalText(decimal).write(to: target)
      }
    }
    if value.isNaN { return copy("nan", to: target) }
    if value.isInfinite { return copy("inf", to: target) }
    return DecimalText(described: magnitude).write(to: target)
  }

  @inline(__always)
  private static func copy(
    _ text: StaticString, to target: UnsafeMutablePointer<UInt8>
  ) -> UnsafeMutablePointer<UInt8> {
    target.update(from: text.utf8Start, count: text.utf8CodeUnitCount)
    return target + text.utf8CodeUnitCount
  }

  /// The shortest decimal of a number between 1e-9 and 1e15 that isn't whole; nil for a power of two.
  @inline(__always)
  private static func shortest(_ magnitude: Double) -> (digits: UInt64, exponent: Int)? {
    let significand = magnitude.significandBitPattern
    if significand == 0 { return nil }
    let m = significand | 1 << 52
    let e = Int(magnitude.exponentBitPattern) - 1075
    // 1233 / 4096 is log10(2) to five digits; the guess is right or one too high.
    var k = 16 - ((e + 52) * 1233) >> 12
    var power = cscan_power_of_five(Int32(truncatingIfNeeded: k))
    var s = UInt64(bitPattern: Int64(-(e + k)))
    var scaled = UInt128(m) * UInt128(power)
    var digits = UInt64(truncatingIfNeeded: scaled >> UInt128(s))
    if digits >= 100_000_000_000_000_000 {
      k -= 1
      power = cscan_power_of_five(Int32(truncatingIfNeeded: k))
      s += 1
      scaled = UInt128(m) * UInt128(power)
      digits = UInt64(truncatingIfNeeded: scaled >> UInt128(s))
    }
    // 5^k is odd, so a distance is never exactly half of it and the ends of the interval don't matter.
    let half = UInt128(power >> 1)
    var shorter = 2
    while shorter > 0 {
      let step: UInt64 = shorter == 2 ? 100 : 10
      let below = digits / step
      let toBelow = scaled - UInt128(below &* step) << UInt128(s)
      let toAbove = UInt128((below &+ 1) &* step) << UInt128(s) - scaled
      let isBelow = toBelow < toAbove || (toBelow == toAbove && below & 1 == 0)
      if (isBelow ? toBelow : toAbove) <= half { return (isBelow ? below : below &+ 1, shorter - k) }
      shorter -= 1
    }
    let rest = scaled - UInt128(digits) << UInt128(s)
    let middle = UInt128(1) << UInt128(s - 1)
    let isUp = rest > middle || (rest == middle && digits & 1 == 1)
    return (isUp ? digits &+ 1 : digits, -k)
  }
}

/// Writes numbers as text that reads back to the same bits.
///
/// A double gets the fewest digits that identify it, and of those the nearest; always with a point or an
/// exponent, so that it reads back as a double: `5.0`, `0.1`, `1e+16`, `1.5e-07` (the text of Python's
/// `repr`). NaN and the infinities are `nan`, `inf` and `-inf`, which are not numbers in JSON.
///
/// Invariant: at most `maximumLength` bytes from `target` on are touched.
public enum NumberWriter {
  /// Bytes a number may take, and be overwritten beyond its end.
  public static let maximumLength = 40

  /// Writes an integer and returns the end.
  @inlinable
  public static func write(
    _ value: Int64, to target: UnsafeMutablePointer<UInt8>
  ) -> UnsafeMutablePointer<UInt8> {
    if value >= 0 { return writeDigits(UInt64(bitPattern: value), to: target) }
    target[0] = UInt8(ascii: "-")
    return writeDigits(value.magnitude, to: target + 1)
  }

  /// Writes a double and returns the end.
  @inlinable
  public static func write(
    _ value: Double, to target: UnsafeMutablePointer<UInt8>
  ) -> UnsafeMutablePointer<UInt8> {
    ShortestDecimal.write(value, to: target)
  }

  /// Writes the digits of a number, without leading zeros.
  @usableFromInline
  static func writeDigits(
    _ value: UInt64, to target: UnsafeMutablePointer<UInt8>
  ) -> UnsafeMutablePointer<UInt8> {
    let end = target + digitCount(value)
    writeDigits(value, endingAt: end, count: end - target)
    return end
  }

  /// Writes exactly `count` digits before `end`, with leading zeros.
  @inline(__always)
  static func writeDigits(_ value: UInt64, endingAt end: UnsafeMutablePointer<UInt8>, count: Int) {
    var rest = value
    var left = count
    var place = end
    while left >= 2 {
      let pair = rest % 100
      rest /= 100
      place -= 2
      let tens = UInt8(truncatingIfNeeded: (pair &* 103) >> 10)
      place[0] = UInt8(ascii: "0") &+ tens
      place[1] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: pair) &- tens &* 10
      left &-= 2
    }
    if left == 1 { place[-1] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest % 10) }
  }

  /// How many digits a number has; 0 has one.
  @inline(__always)
  static func digitCount(_ value: UInt64) -> Int {
    var count = 1
    var rest = value
    while rest >= 10_000 {
      rest /= 10_000
      count &+= 4
    }
    if rest >= 1000 { return count &+ 3 }
    if rest >= 100 { return count &+ 2 }
    return rest >= 10 ? count &+ 1 : count
  }
}

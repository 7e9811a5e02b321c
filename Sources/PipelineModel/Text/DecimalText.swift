/// A positive decimal number on its way into text: digits × 10^exponent.
struct DecimalText {
  private var digits: UInt64
  private var exponent: Int

  /// A number from its parts; trailing zeros are dropped.
  @inline(__always)
  init(_ decimal: (digits: UInt64, exponent: Int)) {
    (digits, exponent) = decimal
    while digits >= 10_000, digits % 10_000 == 0 {
      digits /= 10_000
      exponent += 4
    }
    while digits >= 10, digits % 10 == 0 {
      digits /= 10
      exponent += 1
    }
  }

  /// The number that the standard library's shortest description of a positive finite double spells.
  init(described value: Double) {
    var digits: UInt64 = 0
    var exponent = 0
    var power = 0
    var isFraction = false
    var isPower = false
    var isNegativePower = false
    for byte in value.description.utf8 {
      switch byte {
      case UInt8(ascii: "."): isFraction = true
      case UInt8(ascii: "e"): isPower = true
      case UInt8(ascii: "-"): isNegativePower = true
      case UInt8(ascii: "+"): break
      default:
        let digit = byte &- UInt8(ascii: "0")
        if isPower {
          power = power * 10 + Int(digit)
        } else {
          digits = digits * 10 + UInt64(digit)
          if isFraction { exponent -= 1 }
        }
      }
    }
    self.init((digits, exponent + (isNegativePower ? -power : power)))
  }

  /// Writes the number the way Python's `repr` does and returns the end.
  @inline(__always)
  func write(to target: UnsafeMutablePointer<UInt8>) -> UnsafeMutablePointer<UInt8> {
    let count = NumberWriter.digitCount(digits)
    let whole = count + exponent
    if whole > 16 || whole <= -4 { return writeScientific(to: target, count: count) }
    if exponent >= 0 {
      NumberWriter.writeDigits(digits, endingAt: target + count, count: count)
      (target + count).update(repeating: UInt8(ascii: "0"), count: exponent)
      target[whole] = UInt8(ascii: ".")
      target[whole + 1] = UInt8(ascii: "0")
      return target + whole + 2
    }
    if whole > 0 {
      // Those after the point then move one place to the right. No double has more than 17 digits, so that 16 bytes hold
      // them; a loop would become a call of `memmove`.
      NumberWriter.writeDigits(digits, endingAt: target + count, count: count)
      let decimals = UnsafeRawPointer(target + whole).loadUnaligned(as: SIMD16<UInt8>.self)
      UnsafeMutableRawPointer(target + whole + 1).storeBytes(of: decimals, as: SIMD16<UInt8>.self)
      target[whole] = UInt8(ascii: ".")
      return target + count + 1
    }
    target[0] = UInt8(ascii: "0")
    target[1] = UInt8(ascii: ".")
    let places = -exponent
    NumberWriter.writeDigits(digits, endingAt: target + 2 + places, count: places)
    return target + 2 + places
  }

  /// One digit before the point, and an exponent of at least two digits: `1e+16`, `1.5e-07`.
  private func writeScientific(
    to target: UnsafeMutablePointer<UInt8>, count: Int
  ) -> UnsafeMutablePointer<UInt8> {
    NumberWriter.writeDigits(digits, endingAt: target + count + 1, count: count)
    target[0] = target[1]
    target[1] = UInt8(ascii: ".")
    var end = target + (count == 1 ? 1 : count + 1)
    let power = exponent + count - 1
    end[0] = UInt8(ascii: "e")
    end[1] = power < 0 ? UInt8(ascii: "-") : UInt8(ascii: "+")
    end += 2
    let powerDigits = max(2, NumberWriter.digitCount(UInt64(power.magnitude)))
    NumberWriter.writeDigits(UInt64(power.magnitude), endingAt: end + powerDigits, count: powerDigits)
    return end + powerDigits
  }
}

/// A point in time to the nanosecond, within the years 1 to 9999.
public struct Timestamp: Hashable, Comparable, Sendable {
  /// Whole seconds since 1970-01-01T00:00:00Z, rounded down.
  public let secondsSinceEpoch: Int64

  /// Nanoseconds past the second, 0 to 999,999,999.
  public let nanoseconds: Int32

  static let range: ClosedRange<Int64> = -62_135_596_800...253_402_300_799

  /// Makes a point in time. Outside of the years 1 to 9999, expressions can only compare it.
  ///
  /// - Parameter nanoseconds: 0 to 999,999,999.
  public init(secondsSinceEpoch: Int64, nanoseconds: Int32 = 0) {
    precondition((0...999_999_999).contains(nanoseconds))
    self.secondsSinceEpoch = secondsSinceEpoch
    self.nanoseconds = nanoseconds
  }

  /// The earlier one is less.
  public static func < (a: Timestamp, b: Timestamp) -> Bool {
    (a.secondsSinceEpoch, a.nanoseconds) < (b.secondsSinceEpoch, b.nanoseconds)
  }

  var isInRange: Bool { Self.range.contains(secondsSinceEpoch) }

  /// The time after the duration; nil outside the years 1 to 9999.
  func advanced(by duration: Duration) -> Timestamp? {
    guard let span = duration.wholeNanoseconds else { return nil }
    let (seconds, rest) = span.flooredDivision(by: 1_000_000_000)
    let sum = Int64(nanoseconds) + rest
    let (whole, overflow) = secondsSinceEpoch.addingReportingOverflow(seconds + sum / 1_000_000_000)
    let result = Timestamp(secondsSinceEpoch: whole, nanoseconds: Int32(sum % 1_000_000_000))
    return result.isInRange && !overflow ? result : nil
  }

  /// The time since another one; nil if it doesn't fit 64 bits of nanoseconds.
  func since(_ other: Timestamp) -> Duration? {
    guard isInRange, other.isInRange else { return nil }
    let seconds = secondsSinceEpoch - other.secondsSinceEpoch
    let (scaled, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    let (sum, sumOverflow) = scaled.addingReportingOverflow(Int64(nanoseconds) - Int64(other.nanoseconds))
    return overflow || sumOverflow ? nil : .nanoseconds(sum)
  }
}

extension Int64 {
  /// Quotient rounded down and a remainder that is never negative.
  func flooredDivision(by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }
}

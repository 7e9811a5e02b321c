extension Timestamp: CustomStringConvertible {
  /// RFC 3339 in UTC, with as many fractional digits as needed: `2009-02-13T23:31:30.5Z`.
  public var description: String {
    let time = CivilTime(secondsSinceEpoch: secondsSinceEpoch)
    var text = "\(Self.padded(time.year, 4))-\(Self.padded(time.month, 2))-\(Self.padded(time.day, 2))T"
    text += Self.padded(time.secondOfDay / 3_600, 2)
    text += ":\(Self.padded(time.secondOfDay / 60 % 60, 2)):\(Self.padded(time.secondOfDay % 60, 2))"
    if nanoseconds != 0 {
      var fraction = Self.padded(Int64(nanoseconds), 9)
      while fraction.last == "0" { fraction.removeLast() }
      text += "." + fraction
    }
    return text + "Z"
  }

  /// Reads RFC 3339: `2009-02-13T23:31:30.123Z`, `2009-02-13t23:31:30+01:00`. Digits past the ninth are dropped.
  /// Nil if the text is anything else or the time is outside the years 1 to 9999.
  public init?(_ text: String) {
    var reader = DigitReader(text.utf8)
    guard let year = reader.digits(4), reader.skip("-"), let month = reader.digits(2), reader.skip("-"),
      let day = reader.digits(2), reader.skip("T") || reader.skip("t"),
      let hour = reader.digits(2), reader.skip(":"), let minute = reader.digits(2), reader.skip(":"),
      let second = reader.digits(2),
      (1...12).contains(month), day >= 1, day <= CivilTime.daysInMonth(month, of: year),
      hour <= 23, minute <= 59, second <= 59
    else { return nil }
    var nanoseconds: Int64 = 0
    if reader.skip(".") {
      guard let fraction = reader.fraction() else { return nil }
      nanoseconds = fraction
    }
    guard let offset = reader.zoneOffset(), reader.isAtEnd else { return nil }
    let days = CivilTime.daysSinceEpoch(year: year, month: month, day: day)
    self.init(
      secondsSinceEpoch: days * 86_400 + hour * 3_600 + minute * 60 + second - offset,
      nanoseconds: Int32(nanoseconds))
    guard isInRange else { return nil }
  }

  private static func padded(_ number: Int64, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
  }
}

/// Reads numbers and marks from the start of a text.
struct DigitReader {
  private var rest: Substring.UTF8View

  init(_ text: String.UTF8View) { rest = text[...] }

  var isAtEnd: Bool { rest.isEmpty }

  mutating func skip(_ mark: Unicode.Scalar) -> Bool {
    guard let first = rest.first, UInt32(first) == mark.value else { return false }
    rest.removeFirst()
    return true
  }

  /// Exactly so many digits.
  mutating func digits(_ count: Int) -> Int64? {
    var number: Int64 = 0
    for _ in 0..<count {
      guard let digit = digit() else { return nil }
      number = number * 10 + digit
    }
    return number
  }

  mutating func digit() -> Int64? {
    guard let first = rest.first, (48...57).contains(first) else { return nil }
    rest.removeFirst()
    return Int64(first) - 48
  }

  /// At least one digit after a decimal point, as nanoseconds.
  mutating func fraction() -> Int64? {
    guard var number = digit() else { return nil }
    var count = 1
    while let digit = digit() {
      if count < 9 {
        number = number * 10 + digit
        count += 1
      }
    }
    while count < 9 {
      number *= 10
      count += 1
    }
    return number
  }

  /// `Z` or `±hh:mm`, in seconds.
  mutating func zoneOffset() -> Int64? {
    if skip("Z") || skip("z") { return 0 }
    let sign: Int64 = skip("-") ? -1 : 1
    guard sign < 0 || skip("+"), let hours = digits(2), skip(":"), let minutes = digits(2), hours <= 23,
      minutes <= 59
    else { return nil }
    return sign * (hours * 3_600 + minutes * 60)
  }
}

/// Reads the three forms of an HTTP date (RFC 9110 §5.6.7) as seconds since 1970.
///
///     Sun, 06 Nov 1994 08:49:37 GMT     IMF-fixdate
///     Sunday, 06-Nov-94 08:49:37 GMT    RFC 850, years of two digits
///     Sun Nov  6 08:49:37 1994          asctime
enum HTTPDate {
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]
  private static let weekdays = [
    "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun",
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
  ]

  /// The date, or nil if it isn't one.
  ///
  /// - Parameter wallSeconds: now; a year of two digits means the one not more than 50 years ahead.
  static func parse(_ bytes: ArraySlice<UInt8>, wallSeconds: Int64) -> Int64? {
    let separators = [UInt8(ascii: " "), UInt8(ascii: ","), UInt8(ascii: "-")]
    let words = bytes.split(whereSeparator: { separators.contains($0) })
    guard let weekday = words.first, weekdays.contains(text(weekday)) else { return nil }
    switch words.count {
    case 6:
      guard text(words[5]) == "GMT", let year = year(words[3], wallSeconds: wallSeconds) else { return nil }
      return seconds(year: year, month: words[2], day: words[1], time: words[4])
    case 5:
      guard words[4].count == 4, let year = number(words[4]) else { return nil }
      return seconds(year: year, month: words[1], day: words[2], time: words[3])
    default: return nil
    }
  }

  /// A number of decimal digits only, nil beyond `Int64`.
  static func number(_ digits: ArraySlice<UInt8>) -> Int64? {
    guard !digits.isEmpty, digits.allSatisfy({ $0 >= 48 && $0 <= 57 }) else { return nil }
    return Int64(text(digits))
  }

  private static func text(_ bytes: ArraySlice<UInt8>) -> String {
    String(decoding: bytes, as: UTF8.self)
  }

  private static func year(_ digits: ArraySlice<UInt8>, wallSeconds: Int64) -> Int64? {
    guard let year = number(digits) else { return nil }
    if digits.count == 4 { return year }
    guard digits.count == 2 else { return nil }
    let thisYear = 1970 + wallSeconds / 31_556_952
    let full = thisYear - thisYear % 100 + year
    return full > thisYear + 50 ? full - 100 : full
  }

  private static func seconds(
    year: Int64, month: ArraySlice<UInt8>, day: ArraySlice<UInt8>, time: ArraySlice<UInt8>
  ) -> Int64? {
    let clock = time.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    guard let monthIndex = months.firstIndex(of: text(month)), let day = number(day), (1...31).contains(day),
      clock.count == 3, let hour = number(clock[0]), let minute = number(clock[1]),
      let second = number(clock[2]), hour < 24, minute < 60, second <= 60
    else { return nil }
    return days(year: year, month: Int64(monthIndex) + 1, day: day) * 86_400
      + hour * 3600 + minute * 60 + second
  }

  /// Days since 1970 in the Gregorian calendar; Hinnant, "chrono-Compatible Low-Level Date Algorithms".
  private static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
    let shifted = month <= 2 ? year - 1 : year
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }
}

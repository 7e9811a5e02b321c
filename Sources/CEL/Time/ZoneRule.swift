/// A POSIX time zone rule such as `CET-1CEST,M3.5.0,M10.5.0/3`: standard time, and summer time between two dates of
/// every year. Source: RFC 8536 section 3.3.1 and POSIX, "Environment Variables", TZ.
struct ZoneRule: Equatable {
  private enum Day: Equatable {
    /// Day 1 to 365, never counting 29 February.
    case julian(Int64)
    /// Day 0 to 365, counting 29 February.
    case dayOfYear(Int64)
    /// The n-th weekday of a month; 5 is the last.
    case weekday(month: Int64, week: Int64, weekday: Int64)
  }

  private struct Change: Equatable {
    var day: Day
    /// Seconds after midnight of local time; may be negative or beyond a day.
    var time: Int64
  }

  private let standardOffset: Int64
  private let summer: Summer?

  private struct Summer: Equatable {
    var offset: Int64
    var start: Change
    var end: Change
  }

  init?(_ text: String) {
    var bytes = Array(text.utf8)[...]
    guard Self.skipName(&bytes), let west = Self.time(&bytes) else { return nil }
    standardOffset = -west
    guard !bytes.isEmpty else {
      summer = nil
      return
    }
    guard Self.skipName(&bytes) else { return nil }
    var offset = standardOffset + 3_600
    if bytes.first != UInt8(ascii: ",") {
      guard let west = Self.time(&bytes) else { return nil }
      offset = -west
    }
    guard let start = Self.change(&bytes), let end = Self.change(&bytes), bytes.isEmpty else { return nil }
    summer = Summer(offset: offset, start: start, end: end)
  }

  /// Seconds to add to UTC.
  func offset(at secondsSinceEpoch: Int64) -> Int64 {
    guard let summer else { return standardOffset }
    let year = CivilTime(secondsSinceEpoch: secondsSinceEpoch, offset: standardOffset).year
    let start = Self.moment(of: summer.start, year) - standardOffset
    let end = Self.moment(of: summer.end, year) - summer.offset
    let isSummer =
      start < end
      ? secondsSinceEpoch >= start && secondsSinceEpoch < end
      : secondsSinceEpoch >= start || secondsSinceEpoch < end
    return isSummer ? summer.offset : standardOffset
  }

  /// The change in local seconds since the epoch.
  private static func moment(of change: Change, _ year: Int64) -> Int64 {
    let newYear = CivilTime.daysSinceEpoch(year: year, month: 1, day: 1)
    let day: Int64
    switch change.day {
    case .julian(let number): day = newYear + number - 1 + (CivilTime.isLeap(year) && number >= 60 ? 1 : 0)
    case .dayOfYear(let number): day = newYear + number
    case .weekday(let month, let week, let weekday):
      let first = CivilTime.daysSinceEpoch(year: year, month: month, day: 1)
      let firstWeekday = (first + 4).flooredDivision(by: 7).remainder
      var dayOfMonth = 1 + (weekday - firstWeekday + 7) % 7 + (week - 1) * 7
      if dayOfMonth > CivilTime.daysInMonth(month, of: year) { dayOfMonth -= 7 }
      day = first + dayOfMonth - 1
    }
    return day * 86_400 + change.time
  }

  private static func skipName(_ bytes: inout ArraySlice<UInt8>) -> Bool {
    let count: Int
    if bytes.first == UInt8(ascii: "<") {
      guard let end = bytes.firstIndex(of: UInt8(ascii: ">")) else { return false }
      count = end - bytes.startIndex + 1
    } else {
      count = bytes.prefix { ($0 | 32) >= 97 && ($0 | 32) <= 122 }.count
    }
    bytes = bytes.dropFirst(count)
    return count >= 3
  }

  private static func number(_ bytes: inout ArraySlice<UInt8>) -> Int64? {
    let digits = bytes.prefix { (48...57).contains($0) }
    bytes = bytes.dropFirst(digits.count)
    guard (1...3).contains(digits.count) else { return nil }
    return digits.reduce(0) { $0 * 10 + Int64($1 - 48) }
  }

  /// `[+-]h[h][:mm[:ss]]` in seconds.
  private static func time(_ bytes: inout ArraySlice<UInt8>) -> Int64? {
    let sign: Int64 = bytes.first == UInt8(ascii: "-") ? -1 : 1
    if sign < 0 || bytes.first == UInt8(ascii: "+") { bytes.removeFirst() }
    guard let hours = number(&bytes) else { return nil }
    var seconds = hours * 3_600
    var unit: Int64 = 60
    while unit > 0, bytes.first == UInt8(ascii: ":") {
      bytes.removeFirst()
      guard let part = number(&bytes) else { return nil }
      seconds += part * unit
      unit /= 60
    }
    return sign * seconds
  }

  private static func change(_ bytes: inout ArraySlice<UInt8>) -> Change? {
    guard bytes.popFirst() == UInt8(ascii: ",") else { return nil }
    guard let day = day(&bytes) else { return nil }
    guard bytes.first == UInt8(ascii: "/") else { return Change(day: day, time: 7_200) }
    bytes.removeFirst()
    return time(&bytes).map { Change(day: day, time: $0) }
  }

  private static func day(_ bytes: inout ArraySlice<UInt8>) -> Day? {
    switch bytes.first {
    case UInt8(ascii: "J"):
      bytes.removeFirst()
      return number(&bytes).map(Day.julian)
    case UInt8(ascii: "M"):
      bytes.removeFirst()
      guard let month = number(&bytes), bytes.popFirst() == UInt8(ascii: "."), let week = number(&bytes),
        bytes.popFirst() == UInt8(ascii: "."), let weekday = number(&bytes),
        (1...12).contains(month), (1...5).contains(week), (0...6).contains(weekday)
      else { return nil }
      return .weekday(month: month, week: week, weekday: weekday)
    default:
      return number(&bytes).map(Day.dayOfYear)
    }
  }
}

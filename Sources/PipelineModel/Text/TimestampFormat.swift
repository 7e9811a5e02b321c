/// A timestamp format in the language of `strptime`, taken apart once and then read without allocating.
///
/// | | | | |
/// |---|---|---|---|
/// | `%Y` | year, four digits | `%y` | two digits: 69–99 are 1969–1999, 00–68 are 2000–2068 (POSIX) |
/// | `%m` | month | `%b` `%B` | its English name, short or in full |
/// | `%d` `%e` | day; `%e` also with a space before one digit | `%j` | day of the year |
/// | `%H` | hour, 0–23 | `%I` `%p` | hour 1–12 with AM or PM |
/// | `%M` `%S` | minute, second | `%f` | one to nine digits of a fraction of a second |
/// | `%z` | `Z`, `+01:00`, `+0100` or `+01` | `%Z` | `UTC`, `GMT` or `Z` |
/// | `%a` `%A` | the day of the week, not compared with the date | `%s` | seconds since 1970 |
/// | `%F` `%T` | `%Y-%m-%d`, `%H:%M:%S` | `%%` | a percent sign |
///
/// Numbers may lack their leading zeros, as in POSIX, but for the year. Everything else stands for itself. A
/// format without offset means UTC; what it doesn't name is zero.
public struct TimestampFormat: Sendable, Equatable {
  enum Part: Sendable, Equatable {
    case literal(UInt8)
    case year, shortYear, month, monthName, shortMonthName, day, paddedDay, dayOfYear
    case hour, hour12, half, minute, second, fraction
    case offset, zone, weekday, shortWeekday, epochSeconds
  }

  /// The format as it was given.
  public let text: String
  let parts: [Part]

  /// Takes a format apart.
  ///
  /// - Throws: The place of an unknown or repeated directive, or the end if the parts don't make up a day.
  public init(_ text: String) throws(TextMismatch) {
    self.text = text
    var parts: [Part] = []
    let bytes = Array(text.utf8)
    var index = 0
    while index < bytes.count {
      let start = index
      if bytes[index] != UInt8(ascii: "%") {
        parts.append(.literal(bytes[index]))
        index += 1
        continue
      }
      let letter = index + 1 < bytes.count ? bytes[index + 1] : 0
      guard let new = TimestampFormat.parts(of: letter) else {
        throw TextMismatch(offset: start, expected: "a directive such as `%Y`; `%%` is a percent sign")
      }
      for part in new where TimestampFormat.isRepeated(part, in: parts) {
        throw TextMismatch(offset: start, expected: "a directive that does not repeat an earlier one")
      }
      parts += new
      index += 2
    }
    if let missing = TimestampFormat.whatIsMissing(parts) {
      throw TextMismatch(offset: bytes.count, expected: missing)
    }
    self.parts = parts
  }

  private static func parts(of letter: UInt8) -> [Part]? {
    switch letter {
    case UInt8(ascii: "Y"): [.year]
    case UInt8(ascii: "y"): [.shortYear]
    case UInt8(ascii: "m"): [.month]
    case UInt8(ascii: "B"): [.monthName]
    case UInt8(ascii: "b"): [.shortMonthName]
    case UInt8(ascii: "d"): [.day]
    case UInt8(ascii: "e"): [.paddedDay]
    case UInt8(ascii: "j"): [.dayOfYear]
    case UInt8(ascii: "H"): [.hour]
    case UInt8(ascii: "I"): [.hour12]
    case UInt8(ascii: "p"): [.half]
    case UInt8(ascii: "M"): [.minute]
    case UInt8(ascii: "S"): [.second]
    case UInt8(ascii: "f"): [.fraction]
    case UInt8(ascii: "z"): [.offset]
    case UInt8(ascii: "Z"): [.zone]
    case UInt8(ascii: "A"): [.weekday]
    case UInt8(ascii: "a"): [.shortWeekday]
    case UInt8(ascii: "s"): [.epochSeconds]
    case UInt8(ascii: "F"): [.year, .literal(0x2D), .month, .literal(0x2D), .day]
    case UInt8(ascii: "T"): [.hour, .literal(0x3A), .minute, .literal(0x3A), .second]
    case UInt8(ascii: "%"): [.literal(letter)]
    default: nil
    }
  }

  /// Whether the value of this part is already given by an earlier one.
  private static func isRepeated(_ part: Part, in parts: [Part]) -> Bool {
    let groups: [[Part]] = [
      [.year, .shortYear], [.month, .monthName, .shortMonthName], [.day, .paddedDay], [.hour, .hour12],
      [.offset, .zone],
    ]
    if case .literal = part { return false }
    let group = groups.first { $0.contains(part) } ?? [part]
    return parts.contains(where: group.contains)
  }

  /// What must be added to make up an instant, or nil.
  private static func whatIsMissing(_ parts: [Part]) -> String? {
    func has(_ wanted: Part...) -> Bool { parts.contains(where: wanted.contains) }
    if has(.hour12) != has(.half) { return "`%I` together with `%p`" }
    if has(.epochSeconds) {
      let others: [Part] = [.epochSeconds, .fraction]
      let isAlone = parts.allSatisfy {
        if case .literal = $0 { true } else { others.contains($0) }
      }
      return isAlone ? nil : "`%s` with no other directive than `%f`"
    }
    guard has(.year, .shortYear) else { return "a year (`%Y` or `%y`)" }
    if has(.dayOfYear) {
      let hasDay = has(.month, .monthName, .shortMonthName, .day, .paddedDay)
      return hasDay ? "either `%j` or a month and a day" : nil
    }
    guard has(.month, .monthName, .shortMonthName) else { return "a month (`%m`, `%b` or `%B`)" }
    return has(.day, .paddedDay) ? nil : "a day (`%d`, `%e` or `%j`)"
  }
}

/// A date and time of day as a calendar and a clock show it, without a zone.
struct CivilTime: Equatable {
  var year: Int64
  /// 1 to 12.
  var month: Int64
  /// 1 to 31.
  var day: Int64
  /// Seconds since midnight.
  var secondOfDay: Int64

  /// What a clock with the given offset from UTC shows.
  ///
  /// Days are counted from 1 March of year 0, so that the leap day is the last of its year. Source: Howard Hinnant,
  /// "chrono-Compatible Low-Level Date Algorithms", civil_from_days.
  init(secondsSinceEpoch: Int64, offset: Int64 = 0) {
    let (days, secondOfDay) = (secondsSinceEpoch &+ offset).flooredDivision(by: 86_400)
    let (era, dayOfEra) = (days + 719_468).flooredDivision(by: 146_097)
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    self.secondOfDay = secondOfDay
  }

  /// Days from 1970-01-01 to a date; days_from_civil of the same source.
  static func daysSinceEpoch(year: Int64, month: Int64, day: Int64) -> Int64 {
    let shiftedYear = month <= 2 ? year - 1 : year
    let (era, yearOfEra) = shiftedYear.flooredDivision(by: 400)
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  static func isLeap(_ year: Int64) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }

  static func daysInMonth(_ month: Int64, of year: Int64) -> Int64 {
    switch month {
    case 2: isLeap(year) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// Days since 1 January, from 0.
  var dayOfYear: Int64 {
    Self.daysSinceEpoch(year: year, month: month, day: day)
      - Self.daysSinceEpoch(year: year, month: 1, day: 1)
  }

  /// 0 is Sunday. 1970-01-01 was a Thursday.
  var dayOfWeek: Int64 {
    (Self.daysSinceEpoch(year: year, month: month, day: day) + 4).flooredDivision(by: 7).remainder
  }
}

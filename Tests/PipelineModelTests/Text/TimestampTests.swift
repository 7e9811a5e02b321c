import PipelineModel
import PipelineTesting
import Testing

private func rfc3339(_ text: String) throws -> Timestamp { try withText(text) { try RFC3339.timestamp($0) } }

private func text(_ seconds: Int64, _ nanoseconds: UInt32 = 0) -> String {
  written { RFC3339.write(Timestamp(seconds: seconds, nanoseconds: nanoseconds), to: $0) }
}

@Suite struct TimestampTests {
  @Test(
    arguments: [
      ("1970-01-01T00:00:00Z", 0, 0), ("1985-04-12T23:20:50.52Z", 482_196_050, 520_000_000),
      ("1996-12-19T16:39:57-08:00", 851_042_397, 0),
      ("1937-01-01T12:00:27.87+00:20", -1_041_337_173, 870_000_000),
      ("0001-01-01T00:00:00Z", -62_135_596_800, 0),
      ("9999-12-31T23:59:59.999999999Z", 253_402_300_799, 999_999_999),
      ("2024-02-29t12:00:00z", 1_709_208_000, 0), ("2024-02-29 12:00:00.000000001+14:00", 1_709_157_600, 1),
      ("1969-12-31T23:59:59.5Z", -1, 500_000_000),
    ] as [(String, Int64, UInt32)])
  func readsRFC3339(_ text: String, _ seconds: Int64, _ nanoseconds: UInt32) throws {
    #expect(try rfc3339(text) == Timestamp(seconds: seconds, nanoseconds: nanoseconds))
  }

  @Test(arguments: [
    ("", 0, "a year (0001 to 9999)"), ("0000-01-01T00:00:00Z", 0, "a year (0001 to 9999)"),
    ("24-01-01T00:00:00Z", 2, "a year (0001 to 9999)"), ("2024-13-01T00:00:00Z", 5, "a month (01 to 12)"),
    ("2024-1-01T00:00:00Z", 6, "a month (01 to 12)"), ("2023-02-29T00:00:00Z", 8, "a day that the month has"),
    ("2024-01-01", 10, "`T`"), ("2024-01-01T24:00:00Z", 11, "an hour (00 to 23)"),
    ("2024-01-01T00:60:00Z", 14, "a minute (00 to 59)"), ("2016-12-31T23:59:60Z", 17, "a second (00 to 59)"),
    ("2024-01-01T00:00:00", 19, "`Z` or an offset such as `+01:00`"),
    ("2024-01-01T00:00:00.Z", 20, "a digit"),
    ("2024-01-01T00:00:00.1234567890Z", 29, "`Z` or an offset such as `+01:00`"),
    ("2024-01-01T00:00:00Zx", 20, "the end"), ("2024-01-01T00:00:00+0100", 22, "`:`"),
    ("0001-01-01T00:00:00+00:01", 0, "an instant in the years 0001 to 9999"),
  ])
  func saysWhereATextIsNotRFC3339(_ text: String, _ offset: Int, _ expected: String) {
    #expect(throws: TextMismatch(offset: offset, expected: expected)) { try rfc3339(text) }
  }

  @Test func writesRFC3339WithTheFractionsDigitsOnly() {
    #expect(text(0) == "1970-01-01T00:00:00Z")
    #expect(text(482_196_050, 520_000_000) == "1985-04-12T23:20:50.52Z")
    #expect(text(-1, 1) == "1969-12-31T23:59:59.000000001Z")
    #expect(text(-62_135_596_800) == "0001-01-01T00:00:00Z")
    #expect(text(253_402_300_799, 999_999_999) == "9999-12-31T23:59:59.999999999Z")
  }

  @Test func readsBackWhatItWrites() throws {
    var random = SeededRandom(seed: 8)
    for _ in 0..<10_000 {
      let seconds = Int64.random(in: Timestamp.range, using: &random)
      let nanoseconds = UInt32.random(in: 0...999_999_999, using: &random)
      let expected = Timestamp(seconds: seconds, nanoseconds: nanoseconds)
      #expect(try rfc3339(text(seconds, nanoseconds)) == expected)
    }
  }

  /// Four centuries around 1970, and both ends of the calendar.
  @Test(arguments: [CalendarDate.range.lowerBound, -75_000, CalendarDate.range.upperBound - 150_000])
  func everyDayFollowsTheOneBefore(_ first: Int64) {
    var expected = CalendarDate(daysSince1970: first)
    for days in first...(first + 150_000) {
      let date = CalendarDate(daysSince1970: days)
      guard date == expected, date.daysSince1970 == days else {
        Issue.record("day \(days) is \(date)")
        return
      }
      if date.day < CalendarDate.days(inMonth: date.month, of: date.year) {
        expected.day += 1
      } else {
        expected.day = 1
        expected.month = date.month % 12 + 1
        expected.year += date.month == 12 ? 1 : 0
      }
    }
  }

  @Test func theCalendarHasTheYears1To9999() {
    #expect(
      CalendarDate(daysSince1970: CalendarDate.range.lowerBound) == CalendarDate(year: 1, month: 1, day: 1))
    let last = CalendarDate(year: 9999, month: 12, day: 31)
    #expect(CalendarDate(daysSince1970: CalendarDate.range.upperBound) == last)
    #expect(CalendarDate(daysSince1970: 0) == CalendarDate(year: 1970, month: 1, day: 1))
    #expect(
      CalendarDate(year: 0, month: 1, day: 1) == nil && CalendarDate(year: 2023, month: 2, day: 29) == nil)
  }

  @Test func knowsTheDayOfTheWeekAndOfTheYear() throws {
    #expect(CalendarDate(daysSince1970: 0).weekday == 4)
    #expect(CalendarDate(daysSince1970: -1).weekday == 3)
    #expect(CalendarDate(daysSince1970: -719_162).weekday == 1)
    #expect(try #require(CalendarDate(year: 2024, month: 2, day: 29)).weekday == 4)
    #expect(try #require(CalendarDate(year: 2024, month: 12, day: 31)).dayOfYear == 366)
  }

  @Test func readsAndWritesDates() throws {
    let date = try withText("2024-02-29") { try RFC3339.date($0) }
    #expect(date == CalendarDate(year: 2024, month: 2, day: 29))
    #expect(written { RFC3339.write(date, to: $0) } == "2024-02-29")
    #expect(throws: TextMismatch(offset: 10, expected: "the end")) {
      try withText("2024-02-29T") { try RFC3339.date($0) }
    }
  }
}

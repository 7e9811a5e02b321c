import Testing

@testable import CEL

@Suite struct TimestampTests {
  @Test(
    arguments: [
      ("1970-01-01T00:00:00Z", 0, 0), ("2009-02-13T23:31:30Z", 1_234_567_890, 0),
      ("0001-01-01T00:00:00Z", -62_135_596_800, 0),
      ("9999-12-31T23:59:59.999999999Z", 253_402_300_799, 999_999_999),
      ("2000-02-29T12:00:00.5Z", 951_825_600, 500_000_000),
      ("1969-12-31T23:59:59.25Z", -1, 250_000_000), ("2024-05-01t14:00:00+02:00", 1_714_564_800, 0),
      ("2024-05-01T06:30:00-05:30", 1_714_564_800, 0), ("1900-03-01T00:00:00z", -2_203_891_200, 0),
      ("2024-05-01T12:00:00.1234567891Z", 1_714_564_800, 123_456_789),
    ] as [(String, Int64, Int32)])
  func readsRFC3339(_ text: String, _ seconds: Int64, _ nanoseconds: Int32) {
    #expect(Timestamp(text) == Timestamp(secondsSinceEpoch: seconds, nanoseconds: nanoseconds))
  }

  @Test(arguments: [
    "", "2024-05-01", "2024-05-01T12:00:00", "2024-05-01 12:00:00Z", "2024-5-01T12:00:00Z",
    "2024-13-01T12:00:00Z",
    "2024-00-01T12:00:00Z", "2023-02-29T12:00:00Z", "2024-04-31T12:00:00Z", "2024-05-01T24:00:00Z",
    "2024-05-01T12:60:00Z",
    "2024-05-01T12:00:60Z", "2024-05-01T12:00:00.Z", "2024-05-01T12:00:00+2:00", "2024-05-01T12:00:00Zx",
    "0000-12-31T23:59:59Z", "10000-01-01T00:00:00Z", "0001-01-01T00:00:00+00:01", "9999-12-31T23:59:59-00:01",
    "-001-01-01T00:00:00Z", "२०२४-05-01T12:00:00Z",
  ])
  func refusesAnythingElse(_ text: String) {
    #expect(Timestamp(text) == nil)
  }

  @Test(arguments: [
    ("2009-02-13T23:31:30.500Z", "2009-02-13T23:31:30.5Z"), ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"),
    ("1969-12-31T23:59:59.000000001Z", "1969-12-31T23:59:59.000000001Z"),
    ("2024-05-01T14:00:00+02:00", "2024-05-01T12:00:00Z"),
  ])
  func writesUTCWithoutTrailingZeros(_ text: String, _ expected: String) {
    #expect(Timestamp(text)?.description == expected)
  }

  @Test func everyDayOfFourCenturiesSurvivesTheRoundTrip() {
    var day = CivilTime.daysSinceEpoch(year: 1899, month: 12, day: 31)
    let last = CivilTime.daysSinceEpoch(year: 2301, month: 1, day: 1)
    var previous = CivilTime(secondsSinceEpoch: day * 86_400)
    while day < last {
      day += 1
      let time = CivilTime(secondsSinceEpoch: day * 86_400)
      #expect(CivilTime.daysSinceEpoch(year: time.year, month: time.month, day: time.day) == day)
      let isNext =
        time.day == previous.day + 1 && time.month == previous.month
        || time.day == 1 && previous.day == CivilTime.daysInMonth(previous.month, of: previous.year)
      #expect(isNext && time.dayOfWeek == (previous.dayOfWeek + 1) % 7)
      previous = time
    }
  }

  @Test(arguments: [
    ("timestamp('2024-02-29T23:59:59.987Z').getDayOfYear()", "59"),
    ("timestamp('2024-12-31T00:00:00Z').getDayOfYear()", "365"),
    ("timestamp('1969-12-31T23:59:59.987Z').getMilliseconds()", "987"),
    ("timestamp('1969-12-28T00:00:00Z').getDayOfWeek()", "0"),
    ("timestamp('2024-05-01T12:00:00Z').getHours('-9:30')", "2"), ("timestamp(-1).getSeconds()", "59"),
    ("timestamp('2024-05-01T00:00:00Z') - timestamp('2024-04-30T23:59:58.5Z')", #"duration("1.5s")"#),
    ("timestamp('2024-05-01T00:00:00Z') - duration('1ns')", #"timestamp("2024-04-30T23:59:59.999999999Z")"#),
    ("duration('1h30m').getMinutes()", "90"), ("duration('-90s').getMinutes()", "-1"),
    ("duration('1.5s').getMilliseconds()", "1500"),
    ("int(timestamp('1969-12-31T23:59:59.5Z'))", "-1"), ("string(duration('-1.5s'))", #""-1.5s""#),
    ("timestamp('2024-05-01T00:00:00Z') - timestamp('1700-01-01T00:00:00Z')", "!overflow"),
    (
      "duration('292y')",
      "!compile: 9-15: the text isn't a duration of at most 292 years (as in `duration('1h30m')`; the largest unit is `h`)"
    ),
  ])
  func computesWithTimes(_ expression: String, _ expected: String) {
    #expect(evaluate(expression) == expected)
  }

  @Test(arguments: [
    "t.getHours()", "t.getHours('Europe/Vienna')", "t.getHours([('UTC')].map(z, z)[0])", "t + duration('1s')",
    "t - duration('1s')",
    "t - timestamp(0)", "timestamp(0) - t",
  ])
  func timesOutOfRangeAreAnError(_ expression: String) {
    for seconds in [Int64.min, Timestamp.range.lowerBound - 2, Timestamp.range.upperBound + 2, Int64.max] {
      #expect(evaluate(expression, ["t": .timestamp(Timestamp(secondsSinceEpoch: seconds))]) == "!overflow")
    }
  }
}

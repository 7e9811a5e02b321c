import PipelineModel
import Testing

@Suite struct TimestampFormatTests {
  private func text(_ format: String, _ text: String) throws -> String {
    let format = try TimestampFormat(format)
    let timestamp = try withText(text) { try format.timestamp($0) }
    return written { RFC3339.write(timestamp, to: $0) }
  }

  @Test(arguments: [
    ("%Y-%m-%d %H:%M:%S", "2024-02-29 23:59:58", "2024-02-29T23:59:58Z"),
    ("%F %T.%f", "2024-02-29 23:59:58.25", "2024-02-29T23:59:58.25Z"),
    ("%Y%m%d", "20240229", "2024-02-29T00:00:00Z"), ("%m/%d/%Y", "2/9/2024", "2024-02-09T00:00:00Z"),
    ("%d.%m.%y", "01.07.69", "1969-07-01T00:00:00Z"), ("%d.%m.%y", "01.07.68", "2068-07-01T00:00:00Z"),
    ("%d/%b/%Y:%H:%M:%S %z", "10/Oct/2000:13:55:36 -0700", "2000-10-10T20:55:36Z"),
    ("%a, %d %b %Y %H:%M:%S %Z", "Sun, 06 Nov 1994 08:49:37 GMT", "1994-11-06T08:49:37Z"),
    ("%A, %B %e, %Y %I:%M %p", "friday, MAY  3, 2024 12:05 am", "2024-05-03T00:05:00Z"),
    ("%F %I %p", "2024-05-03 12 PM", "2024-05-03T12:00:00Z"),
    ("%F %I %p", "2024-05-03 1 pm", "2024-05-03T13:00:00Z"),
    ("%Y-%j", "2024-366", "2024-12-31T00:00:00Z"), ("%s", "1709208000", "2024-02-29T12:00:00Z"),
    ("%s.%f", "-1.5", "1969-12-31T23:59:59.5Z"),
    ("%F%%%T%z", "2024-01-01%10:00:00+01", "2024-01-01T09:00:00Z"),
    ("%F %T%z", "2024-01-01 10:00:00+01:30", "2024-01-01T08:30:00Z"),
    ("%F %T%z", "2024-01-01 10:00:00Z", "2024-01-01T10:00:00Z"),
  ])
  func readsWhatTheFormatSays(_ format: String, _ input: String, _ expected: String) throws {
    #expect(try text(format, input) == expected)
  }

  @Test(arguments: [
    ("%F", "2024-02-30", 8, "a day that the month has"), ("%F", "2024-02-2x", 9, "the end"),
    ("%F", "2024/02/29", 4, "`-`"), ("%F %T", "2024-02-29T10:00:00", 10, "a space"),
    ("%d %b %Y", "1 Foo 2024", 2, "the short name of a month"),
    ("%Y-%j", "2023-366", 5, "a day that the year has"),
    ("%F %I %p", "2024-01-01 13 PM", 11, "an hour (01 to 12)"),
    ("%F %Z", "2024-01-01 CET", 11, "UTC, GMT or Z"),
    ("%F", "", 0, "a year (0001 to 9999)"), ("%s", "999999999999", 0, "an instant in the years 0001 to 9999"),
  ])
  func saysWhereTheTextDiffers(_ format: String, _ input: String, _ offset: Int, _ expected: String) {
    #expect(throws: TextMismatch(offset: offset, expected: expected)) { try text(format, input) }
  }

  @Test(arguments: [
    ("%Y-%Q", 3, "a directive such as `%Y`; `%%` is a percent sign"),
    ("%F %", 3, "a directive such as `%Y`; `%%` is a percent sign"),
    ("%F %m", 3, "a directive that does not repeat an earlier one"),
    ("%H:%M", 5, "a year (`%Y` or `%y`)"), ("%Y", 2, "a month (`%m`, `%b` or `%B`)"),
    ("%Y-%m", 5, "a day (`%d`, `%e` or `%j`)"), ("%F %I", 5, "`%I` together with `%p`"),
    ("%s %H", 5, "`%s` with no other directive than `%f`"), ("%F %j", 5, "either `%j` or a month and a day"),
  ])
  func rejectsFormatsThatMakeNoInstant(_ format: String, _ offset: Int, _ expected: String) {
    #expect(throws: TextMismatch(offset: offset, expected: expected)) { try TimestampFormat(format) }
  }
}

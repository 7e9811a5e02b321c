import Resilience
import Testing

@Suite("Retry-After")
struct RetryAfterTests {
  /// Sun, 06 Nov 1994 08:49:00 GMT.
  private let now: Int64 = 784_111_740

  @Test(
    "Case 32: seconds and all three forms of an HTTP date are read",
    arguments: [
      ("120", 120), ("0", 0), (" 7 ", 7),
      ("Sun, 06 Nov 1994 08:49:37 GMT", 37),
      ("Sunday, 06-Nov-94 08:49:37 GMT", 37),
      ("Sun Nov  6 08:49:37 1994", 37),
      ("Mon, 07 Nov 1994 08:49:00 GMT", 86_400),
    ])
  func reads(value: String, seconds: Int) {
    #expect(RetryAfter.parse(value, wallSeconds: now) == .seconds(seconds))
  }

  @Test(
    "Case 32: junk, negative and absurd values are ignored",
    arguments: [
      "", " ", "soon", "-5", "+5", "1.5", "1e3", "12 s", "99999999999999999999", "86401", "0x10",
      "Sun, 06 Nov 1994 08:48:59 GMT", "Sun, 06 Nov 2094 08:49:37 GMT", "Sun, 06 Foo 1994 08:49:37 GMT",
      "Sun, 06 Nov 1994 25:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 CET", "Sun, 06 Nov 1994", "6 Nov 1994",
      "Sun, 99 Nov 1994 08:49:37 GMT", "Sun Nov 6 08:49 1994", ",,,,,", "Sun, 06 Nov 1994 08:49:37:00 GMT",
    ])
  func ignores(value: String) {
    #expect(RetryAfter.parse(value, wallSeconds: now) == nil)
  }

  @Test("a year of two digits is the one not more than fifty years ahead")
  func shortYears() {
    // 1 January 2026, 00:00:00 UTC.
    let later: Int64 = 1_767_225_600
    #expect(RetryAfter.parse("Thursday, 01-Jan-26 00:01:00 GMT", wallSeconds: later) == .seconds(60))
    #expect(RetryAfter.parse("Friday, 01-Jan-99 00:01:00 GMT", wallSeconds: later) == nil, "1999 is past")
  }
}

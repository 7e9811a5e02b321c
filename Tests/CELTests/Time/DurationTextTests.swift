import Testing

@testable import CEL

@Suite struct DurationTextTests {
  @Test(
    arguments: [
      ("0", 0), ("1s", 1_000_000_000), ("1h45m", 6_300_000_000_000), ("-1.5s", -1_500_000_000),
      ("+2m", 120_000_000_000),
      ("300ms", 300_000_000), ("1us", 1_000), ("1µs", 1_000), ("1μs", 1_000), ("1ns", 1), ("1.5ns", 1),
      (".5s", 500_000_000),
      ("1.s", 1_000_000_000), ("9223372036854775807ns", .max), ("-9223372036854775808ns", .min),
      ("2562047h47m16.854775807s", .max),
      ("1.0000000000000000000001s", 1_000_000_000),
    ] as [(String, Int64)])
  func readsNumbersWithUnits(_ text: String, _ nanoseconds: Int64) {
    #expect(Duration(celText: text) == .nanoseconds(nanoseconds))
  }

  @Test(arguments: [
    "", "-", "1", "s", "1d", "1 s", ".s", "1s-1s", "--1s", "1e3s", "9223372036854775808ns", "2562048h", "1h1",
    "1ss",
    "99999999999999999999s", "-9223372036854775809ns",
  ])
  func refusesAnythingElse(_ text: String) {
    #expect(Duration(celText: text) == nil)
  }

  @Test(
    arguments: [
      (0, "0s"), (1, "0.000000001s"), (-1, "-0.000000001s"), (1_500_000_000, "1.5s"),
      (3_600_000_000_000, "3600s"),
      (.min, "-9223372036.854775808s"),
    ] as [(Int64, String)])
  func writesSeconds(_ nanoseconds: Int64, _ expected: String) {
    #expect(Duration.nanoseconds(nanoseconds).celText == expected)
  }
}

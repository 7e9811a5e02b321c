import Testing

@testable import CEL

@Suite struct DoubleTextTests {
  /// As Go's `%g` prints them.
  @Test(
    arguments: [
      (0, "0"), (-0.0, "-0"), (1, "1"), (-1.5, "-1.5"), (123.456, "123.456"), (-0.0045, "-0.0045"),
      (0.0001, "0.0001"),
      (0.00001, "1e-05"), (100_000, "100000"), (999_999, "999999"), (1_000_000, "1e+06"),
      (1_234_567, "1.234567e+06"),
      (1e21, "1e+21"), (1e100, "1e+100"), (1.7976931348623157e308, "1.7976931348623157e+308"),
      (.leastNonzeroMagnitude, "5e-324"),
      (0.1 + 0.2, "0.30000000000000004"), (.infinity, "+Inf"), (-.infinity, "-Inf"), (.nan, "NaN"),
    ] as [(Double, String)])
  func writesLikeGo(_ number: Double, _ expected: String) {
    #expect(number.celText == expected)
  }

  @Test(
    arguments: [
      (1e21, "1000000000000000000000"), (1.5e-7, "0.00000015"), (1_234_567.5, "1234567.5"), (-0.0, "-0"),
      (.infinity, "Infinity"),
    ] as [(Double, String)])
  func writesWithoutExponentForFormat(_ number: Double, _ expected: String) {
    #expect(number.positionalText == expected)
  }

  @Test(
    arguments: [("1", 1), ("-1.5e3", -1_500), (".5", 0.5), ("Infinity", .infinity), ("-inf", -.infinity)]
      as [(String, Double)])
  func readsDecimals(_ text: String, _ expected: Double) {
    #expect(Double(decimal: text) == expected)
  }

  @Test(arguments: ["", " 1", "1 ", "0x10", "1e999", "1_000", "1,5", "infinite", "--1", "1e", "nanx"])
  func refusesAnythingElse(_ text: String) {
    #expect(Double(decimal: text) == nil)
  }
}

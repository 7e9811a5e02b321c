import Testing

@Suite struct ArithmeticTests {
  @Test(arguments: [
    ("7 / 2", "3"), ("-7 / 2", "-3"), ("-7 % 2", "-1"), ("7 % -2", "1"), ("7u / 2u", "3u"),
    ("7.0 / 2.0", "3.5"),
    ("1.0 / 0.0", "+Inf"), ("-1.0 / 0.0", "-Inf"), ("0.0 / 0.0", "NaN"), ("2 + 3 * 4", "14"),
    ("(2 + 3) * 4", "20"),
    ("10 - 3 - 2", "5"), ("--5", "5"), ("- -5", "5"), ("-(-5)", "5"), ("!!true", "true"),
    ("!(1 > 2)", "true"),
    ("-9223372036854775808", "-9223372036854775808"), ("0x10 + 1", "17"), ("-0x10", "-16"), ("1e3", "1000.0"),
    (".5", "0.5"), ("[1] + [2, 3]", "[1, 2, 3]"), ("b'a' + b'\\x00'", #"b"\x61\x00""#),
    ("'a' + 'b'", #""ab""#),
  ])
  func computes(_ expression: String, _ expected: String) {
    #expect(evaluate(expression) == expected)
  }

  @Test(arguments: [
    "9223372036854775807 + 1", "-9223372036854775808 - 1", "9223372036854775807 * 2",
    "-(-9223372036854775808)",
    "-9223372036854775808 / -1", "-9223372036854775808 % -1", "18446744073709551615u + 1u", "1u - 2u",
    "int(9223372036854775808u)", "int(1e19)", "int(0.0 / 0.0)", "uint(-1)", "uint(-0.5)", "uint(1e20)",
    "timestamp('9999-12-31T23:59:59Z') + duration('1s')", "math.abs(-9223372036854775808)",
  ])
  func leavingTheRangeIsAnError(_ expression: String) {
    #expect(evaluate(expression) == "!overflow")
  }

  @Test(arguments: ["1 / 0", "1 % 0", "1u / 0u", "1u % 0u"])
  func integersCantBeDividedByZero(_ expression: String) {
    #expect(evaluate(expression) == "!division_by_zero")
  }
}

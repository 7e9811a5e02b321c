import CScan
import PipelineModel
import PipelineTesting
import Testing

private func integer(_ text: String) -> Int64? { withText(text) { NumberParser.integer($0) } }
private func double(_ text: String) -> Double? { withText(text) { NumberParser.double($0) } }

@Suite struct NumberParserTests {
  @Test(
    arguments: [
      ("0", 0), ("-0", 0), ("+7", 7), ("007", 7), ("123456789012345678", 123_456_789_012_345_678),
      ("9223372036854775807", .max), ("-9223372036854775808", .min), ("000000000000000000000012", 12),
    ] as [(String, Int64)])
  func readsIntegersOverTheFullRange(_ text: String, _ value: Int64) { #expect(integer(text) == value) }

  @Test(arguments: [
    "", "-", "+", "--1", "1.0", "1e3", " 1", "1 ", "1_000", "0x10", "1,000", "\u{663}",
    "123456789012345678x", "1234567890123456789x",
  ])
  func rejectsWhatIsNoInteger(_ text: String) {
    #expect(integer(text) == nil)
    withText(text) { #expect(NumberParser.integerProblem($0) == .malformed) }
  }

  @Test(arguments: ["9223372036854775808", "-9223372036854775809", "99999999999999999999999"])
  func tellsIntegersOutOfRangeFromOtherText(_ text: String) {
    #expect(integer(text) == nil)
    withText(text) { #expect(NumberParser.integerProblem($0) == .outOfRange) }
  }

  @Test(
    arguments: [
      ("0", 0), ("1", 1), ("1.5", 1.5), ("-2.25", -2.25), ("+3", 3), (".5", 0.5), ("5.", 5), ("1e3", 1000),
      ("1E-3", 0.001), ("1.7976931348623157e308", .greatestFiniteMagnitude),
      ("5e-324", .leastNonzeroMagnitude),
      ("2.2250738585072011e-308", Double.leastNormalMagnitude.nextDown), ("1e-400", 0), ("0e999999999999", 0),
      ("9007199254740993", 9_007_199_254_740_992), ("9007199254740992", 9_007_199_254_740_992),
      ("0.1", 0.1), ("123456789012345678901234567890", 1.2345678901234568e29),
      ("0.30000000000000004", 0.30000000000000004),
    ] as [(String, Double)])
  func readsDoubles(_ text: String, _ value: Double) { #expect(double(text) == value) }

  @Test func keepsTheSignOfZero() {
    #expect(double("-0")?.sign == .minus)
    #expect(double("-0.0")?.sign == .minus)
    #expect(double("-1e-400")?.sign == .minus)
  }

  @Test(arguments: [
    "", "-", ".", "-.", "+.", "1e", "1e+", "e5", ".e5", "1.2.3", "1..2", "1 ", " 1", "nan", "inf", "infinity",
    "0x1p3",
    "1_0", "1,5", "1e5.0", "--1", "N/A", "1f",
  ])
  func rejectsWhatIsNoDouble(_ text: String) {
    #expect(double(text) == nil)
    withText(text) { #expect(NumberParser.doubleProblem($0) == .malformed) }
  }

  @Test(arguments: ["1e309", "-1e309", "1e999999999999999999999"])
  func tellsDoublesOutOfRangeFromOtherText(_ text: String) {
    #expect(double(text) == nil)
    withText(text) { #expect(NumberParser.doubleProblem($0) == .outOfRange) }
  }

  @Test(arguments: [(" \t12 ", "12"), ("12", "12"), ("  ", ""), ("", ""), ("1 2", "1 2"), ("12\n", "12\n")])
  func trimsSpacesAndTabsOnly(_ text: String, _ expected: String) {
    withText(text) { #expect(String(decoding: $0.trimmingSpaces(), as: UTF8.self) == expected) }
  }

  @Test func agreesWithStrtodOnRandomDecimals() {
    var random = SeededRandom(seed: 5)
    for _ in 0..<30_000 {
      let digits = (0..<Int.random(in: 1...21, using: &random)).map { _ in
        Character(Unicode.Scalar(UInt8.random(in: 48...57, using: &random)))
      }
      var text = digits
      if Bool.random(using: &random) { text.insert(".", at: Int.random(in: 0...text.count, using: &random)) }
      var string = String(text)
      if Bool.random(using: &random) { string += "e\(Int.random(in: -40...40, using: &random))" }
      let bytes = Array(string.utf8)
      let expected = cscan_strtod(bytes, bytes.count)
      #expect(double(string) == expected, "\(string)")
    }
  }

  @Test func roundsHalfwayCasesToEven() {
    var random = SeededRandom(seed: 6)
    for _ in 0..<10_000 {
      // m + 1/2 units in the last place, written out exactly, and its neighbours.
      let exponent = Int.random(in: -2...10, using: &random)
      let m = UInt64.random(in: 1 << 52..<1 << 53, using: &random)
      let halfway = UInt128(m * 2 + 1) << UInt128(max(exponent, 0))
      for delta in [-1, 0, 1] as [Int128] {
        let bytes = Array("\(Int128(halfway) + delta)".utf8)
        let expected = cscan_strtod(bytes, bytes.count)
        #expect(double(String(decoding: bytes, as: UTF8.self)) == expected)
      }
    }
  }

  @Test(
    arguments: [
      ("12", Cell(Int64(12))), ("-0", Cell(Int64(0))), ("1.0", Cell(1.0)), ("1e2", Cell(100 as Double)),
      ("9223372036854775808", Cell(9_223_372_036_854_775_808.0)), ("1e400", Cell(Double.infinity)),
      ("-1e400", Cell(-Double.infinity)),
    ] as [(String, Cell)])
  func jsonNumbersAreIntegersWhereTheyCanBe(_ text: String, _ cell: Cell) {
    withText(text) {
      #expect(Cell(number: $0).tag == cell.tag)
      #expect(Cell(number: $0).bits == cell.bits)
    }
  }
}

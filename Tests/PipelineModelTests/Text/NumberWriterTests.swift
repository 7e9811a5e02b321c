import PipelineModel
import PipelineTesting
import Testing

private func text(_ value: Int64) -> String { written { NumberWriter.write(value, to: $0) } }
private func text(_ value: Double) -> String { written { NumberWriter.write(value, to: $0) } }

@Suite struct NumberWriterTests {
  @Test(
    arguments: [
      (0, "0"), (7, "7"), (-7, "-7"), (10, "10"), (99, "99"), (100, "100"), (-12_345, "-12345"),
      (.max, "9223372036854775807"), (.min, "-9223372036854775808"),
    ] as [(Int64, String)])
  func writesIntegers(_ value: Int64, _ expected: String) { #expect(text(value) == expected) }

  @Test func writesRandomIntegersAsTheStandardLibraryDoes() {
    var random = SeededRandom(seed: 1)
    for _ in 0..<20_000 {
      let value = Int64(bitPattern: random.next()) >> Int64.random(in: 0...63, using: &random)
      #expect(text(value) == value.description)
    }
  }

  /// The texts of Python's `repr`.
  @Test(
    arguments: [
      (0, "0.0"), (-0.0, "-0.0"), (5, "5.0"), (0.1, "0.1"), (-1.5, "-1.5"),
      (0.30000000000000004, "0.30000000000000004"),
      (1e15, "1000000000000000.0"), (9_007_199_254_740_992, "9007199254740992.0"), (1e16, "1e+16"),
      (1.2345678901234568e16, "1.2345678901234568e+16"), (1e20, "1e+20"), (1e22, "1e+22"), (0.0001, "0.0001"),
      (0.00001, "1e-05"), (1.5e-7, "1.5e-07"), (1.25e-10, "1.25e-10"), (.leastNonzeroMagnitude, "5e-324"),
      (.greatestFiniteMagnitude, "1.7976931348623157e+308"),
      (2.2250738585072014e-308, "2.2250738585072014e-308"),
      (8641.919999999998, "8641.919999999998"), (0.5, "0.5"), (0.000123456789, "0.000123456789"),
      (123456789.12345678, "123456789.12345678"), (.nan, "nan"), (.infinity, "inf"), (-.infinity, "-inf"),
    ] as [(Double, String)])
  func writesDoublesInTheirShortestForm(_ value: Double, _ expected: String) {
    #expect(text(value) == expected)
  }

  @Test func readsBackToTheSameBitsWithNoMoreDigitsThanTheStandardLibrary() {
    var random = SeededRandom(seed: 2)
    for round in 0..<60_000 {
      let value: Double
      switch round % 6 {
      case 0: value = Double(bitPattern: random.next())
      case 1: value = Double.random(in: -1000...1000, using: &random)
      case 2: value = Double(Int.random(in: 0...10_000_000, using: &random)) / 100
      case 3: value = Double(Int.random(in: 0...1_000_000, using: &random)) / 100 * 7
      case 4:
        value = Double.random(in: 1...10, using: &random) * scale(Int.random(in: -12...18, using: &random))
      default: value = Double(sign: .plus, exponent: Int.random(in: -40...60, using: &random), significand: 1)
      }
      guard value.isFinite else { continue }
      let result = text(value)
      let parsed = withText(result) { NumberParser.double($0) }
      #expect(parsed?.bitPattern == value.bitPattern, "\(result)")
      #expect(digits(result) == digits(value.description), "\(result) \(value)")
    }
  }

  private func scale(_ exponent: Int) -> Double {
    (0..<abs(exponent)).reduce(1) { scale, _ in exponent < 0 ? scale / 10 : scale * 10 }
  }

  /// The significant digits.
  private func digits(_ text: String) -> String {
    let mantissa = text.prefix { $0 != "e" }.filter(\.isNumber).drop { $0 == "0" }
    return String(mantissa.reversed().drop { $0 == "0" }.reversed())
  }
}

import Resilience
import Testing

@Suite("Histogram")
struct HistogramTests {
  @Test("quantiles are right to one part in 64, from nanoseconds to a day")
  func precision() throws {
    for scale in [1, 1_000, 1_000_000, 1_000_000_000] as [Int64] {
      var histogram = Histogram()
      for value in 1...10_000 as ClosedRange<Int64> { histogram.record(nanoseconds: value * scale) }
      for share in [0.5, 0.9, 0.99, 0.999] {
        let exact = share * 10_000 * Double(scale)
        let found = Double(try #require(histogram.quantile(share)).saturatingNanoseconds)
        #expect(abs(found - exact) <= exact / 64 + Double(scale))
      }
      #expect(histogram.maximum == .nanoseconds(10_000 * scale))
      #expect(histogram.minimum == .nanoseconds(scale))
    }
  }

  @Test("merging is the same as counting in one")
  func merging() {
    var random = SplitMix64(seed: 3)
    var whole = Histogram()
    var parts = [Histogram(), Histogram()]
    for index in 0..<1000 {
      let value = Int64.random(in: -5...1_000_000_000_000_000, using: &random)
      whole.record(nanoseconds: value)
      parts[index % 2].record(nanoseconds: value)
    }
    parts[0].merge(parts[1])
    for share in [0, 0.25, 0.5, 0.75, 1] { #expect(parts[0].quantile(share) == whole.quantile(share)) }
    #expect(parts[0].mean == whole.mean)
    #expect(Histogram().quantile(0.5) == nil)
  }
}

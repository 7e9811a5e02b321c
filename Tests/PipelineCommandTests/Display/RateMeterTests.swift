import Testing

@testable import pipeline

struct RateMeterTests {
  @Test func saysNothingBeforeTheSecondSample() {
    var meter = RateMeter()
    #expect(meter.rate(100, at: .seconds(1)) == nil)
    #expect(meter.rate(300, at: .seconds(2)) == 200)
  }

  @Test func forgetsWhatIsOlderThanFiveSeconds() {
    var meter = RateMeter()
    for second in 0...10 { _ = meter.rate(0, at: .seconds(second)) }
    for second in 11...16 { _ = meter.rate(Int64(second - 10) * 1000, at: .seconds(second)) }
    #expect(meter.rate(7000, at: .seconds(17)) == 1000)
  }
}

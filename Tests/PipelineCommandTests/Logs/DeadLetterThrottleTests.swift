import Testing

@testable import pipeline

struct DeadLetterThrottleTests {
  @Test func tellsABoundedNumberOfKindsApart() {
    var throttle = DeadLetterThrottle(allowed: 1)
    for kind in 0..<1500 { _ = throttle.admits("\(kind)", summary: "kind \(kind)") }
    #expect(throttle.others == 500)
    #expect(throttle.held == [])
  }

  @Test func countsWhatItHoldsBack() {
    var throttle = DeadLetterThrottle(allowed: 2)
    let shown = ["a", "a", "b", "a", "a"].map { throttle.admits($0, summary: "kind \($0)") }
    #expect(shown == [true, true, true, false, false])
    #expect(throttle.held == [.init(fingerprint: "a", summary: "kind a", count: 2)])
  }
}

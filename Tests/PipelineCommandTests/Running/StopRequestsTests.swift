import Resilience
import Testing

@testable import pipeline

@Suite struct StopRequestsTests {
  @Test func aSignalWithin200MillisecondsOfTheFirstIsTheSameRequest() {
    var requests = StopRequests()
    let first = Instant(nanoseconds: 5_000_000_000)
    #expect(requests.signalled(at: first) == .stop)
    #expect(requests.signalled(at: first) == .ignore)
    #expect(requests.signalled(at: first.advanced(by: .milliseconds(199))) == .ignore)
    #expect(requests.signalled(at: first.advanced(by: .milliseconds(200))) == .exit)
  }
}

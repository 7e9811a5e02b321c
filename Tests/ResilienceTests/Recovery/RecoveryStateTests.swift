import Resilience
import Testing

@Suite("Recovery")
struct RecoveryStateTests {
  @Test("waits 5 s, reconnects three times with growing waits, then pauses")
  func procedure() {
    var recovery = RecoveryState(RecoveryOptions())
    let actions = [0, 5, 6, 8].map { recovery.failed(now: at($0)) }
    #expect(
      actions == [.reconnect(at: at(5)), .reconnect(at: at(6)), .reconnect(at: at(8)), .pause])
    recovery.recovered()
    let again = recovery.failed(now: at(100))
    #expect(again == .reconnect(at: at(105)))
  }
}

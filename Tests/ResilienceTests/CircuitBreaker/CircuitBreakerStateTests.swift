import Resilience
import Testing

@Suite("Circuit breaker")
struct CircuitBreakerStateTests {
  private func rate(
    _ threshold: Double, _ window: FailureRateOptions.Window, minimum: Int
  ) -> CircuitBreakerOptions {
    var options = CircuitBreakerOptions()
    options.failureRate = FailureRateOptions(threshold: threshold, window: window, minimumCalls: minimum)
    return options
  }

  @Test("the defaults are five failures in a row, one minute, one good probe")
  func defaults() {
    let circuit = DrivenCircuit(CircuitBreakerOptions())
    circuit.calls("FFFF", at: at(0))
    #expect(circuit.phase(at: at(0)) == .closed)
    circuit.calls("F", at: at(0))
    #expect(circuit.acquire(now: at(59)) == .refused(.open, retryAt: at(60)))
    circuit.calls("S", at: at(60))
    #expect(circuit.phase(at: at(60)) == .closed)
  }

  @Test("Case 12: a window of n calls with n < minimum_calls is a configuration error")
  func windowTooSmall() {
    #expect(
      rate(0.5, .calls(5), minimum: 10).problems().map(\.description) == [
        "`failure_rate.window` of 5 calls can never hold minimum_calls (10) "
          + "(make the window larger or minimum_calls smaller)"
      ])
  }

  @Test("Case 13: a rate equal to the threshold trips", arguments: [0.1, 0.3, 0.5, 0.7, 1])
  func equalRateTrips(threshold: Double) {
    let circuit = DrivenCircuit(rate(threshold, .calls(10), minimum: 10))
    let failures = Int((threshold * 10).rounded())
    circuit.calls(
      String(repeating: "S", count: 10 - failures) + String(repeating: "F", count: failures), at: at(0))
    #expect(circuit.phase(at: at(0)) == .open)
  }

  @Test("Case 14: F F F S with a minimum of 4 and 50 % opens on the success")
  func evaluatesOnSuccess() {
    let circuit = DrivenCircuit(rate(0.5, .time(.seconds(60)), minimum: 4))
    circuit.calls("FFF", at: at(0))
    #expect(circuit.phase(at: at(0)) == .closed)
    circuit.calls("S", at: at(1))
    #expect(circuit.phase(at: at(1)) == .open)
  }

  @Test("Case 15: exactly at the end of the break a call is admitted")
  func admitsAtTheEnd() {
    let circuit = DrivenCircuit.opening()
    circuit.calls("FFF", at: at(0))
    #expect(circuit.permit(at: Instant(nanoseconds: 9_999_999_999)) == nil)
    #expect(circuit.permit(at: at(10)) != nil)
  }

  @Test("Case 19: failing calls that last longer than the window count when they end")
  func longCallsCount() throws {
    let circuit = DrivenCircuit(rate(0.5, .time(.seconds(10)), minimum: 3))
    let permits = try (0..<3).map { _ in try #require(circuit.permit(at: at(0))) }
    let transitions = permits.map { circuit.record(.failure, of: $0, now: at(600)) }
    #expect(transitions.map { $0?.cause } == [nil, nil, .failureRate])
  }

  @Test("Case 20: failures that arrive while open neither prolong the break nor report it again")
  func lateFailuresDoNotProlong() throws {
    let circuit = DrivenCircuit.opening()
    let permits = try (0..<10).map { _ in try #require(circuit.permit(at: at(0))) }
    let transitions = permits.enumerated().map { index, permit in
      circuit.record(.failure, of: permit, now: at(Double(index)))
    }
    #expect(transitions.compactMap { $0 }.map(\.to) == [.open])
    #expect(circuit.state.openUntil == at(12))
  }

  @Test("Case 21: the phase read after the break without a call is half-open, and reading changes nothing")
  func readsHalfOpen() {
    let circuit = DrivenCircuit.opening()
    circuit.calls("FFF", at: at(0))
    let generation = circuit.state.generation
    #expect(circuit.phase(at: at(9)) == .open)
    #expect(circuit.phase(at: at(10)) == .halfOpen)
    #expect(circuit.state.generation == generation)
  }

  @Test("Case 22: a forced state is never overridden by time or results")
  func forcedStatesStay() throws {
    let circuit = DrivenCircuit.opening()
    let early = try #require(circuit.permit(at: at(0)))
    #expect(circuit.state.force(.isolated, now: at(0))?.cause == .forced)
    _ = circuit.record(.success, of: early, now: at(1))
    #expect(circuit.acquire(now: at(1_000_000)) == .refused(.isolated, retryAt: nil))

    _ = circuit.state.force(.disabled, now: at(1_000_000))
    circuit.calls("FFFFFFFFFF", at: at(1_000_001))
    #expect(circuit.phase(at: at(1_000_001)) == .disabled)

    _ = circuit.state.force(.normal, now: at(1_000_002))
    #expect(circuit.phase(at: at(1_000_002)) == .closed)
    #expect(circuit.state.consecutiveFailures == 0)
  }

  @Test("Case 44: threshold 3: F F S F F stays closed; with a failure rate the share decides")
  func consecutiveOrShare() {
    let consecutive = DrivenCircuit.opening(after: 3)
    consecutive.calls("FFSFF", at: at(0))
    #expect(consecutive.phase(at: at(0)) == .closed)
    let share = DrivenCircuit(rate(0.8, .calls(5), minimum: 5))
    share.calls("FFSFF", at: at(0))
    #expect(share.phase(at: at(0)) == .open)
  }

  @Test("failures leave a time window when they are older than it")
  func timeWindowForgets() {
    let circuit = DrivenCircuit(rate(0.5, .time(.seconds(60)), minimum: 4))
    circuit.calls("FFF", at: at(0))
    circuit.calls("SSS", at: at(61))
    #expect(circuit.phase(at: at(61)) == .closed)
    circuit.calls("FF", at: at(62))
    #expect(circuit.phase(at: at(62)) == .closed)
    circuit.calls("F", at: at(63))
    #expect(circuit.phase(at: at(63)) == .open)
  }

  @Test("failures leave a window of calls when enough others followed")
  func countWindowForgets() {
    let circuit = DrivenCircuit(rate(0.5, .calls(4), minimum: 4))
    circuit.calls("SFSSSFSSSF", at: at(0))
    #expect(circuit.phase(at: at(0)) == .closed)
    circuit.calls("F", at: at(0))
    #expect(circuit.phase(at: at(0)) == .open)
  }

  @Test("slow calls open the circuit by their share, also when they succeed")
  func slowCallsOpen() throws {
    var options = rate(1, .calls(10), minimum: 4)
    options.slowCall = SlowCallOptions(threshold: .seconds(2), rate: 0.5)
    let circuit = DrivenCircuit(options)
    circuit.calls("SS", at: at(0))
    let first = try #require(circuit.permit(at: at(0)))
    let second = try #require(circuit.permit(at: at(0)))
    #expect(circuit.record(.success, of: first, now: at(1.9)) == nil)
    circuit.calls("S", at: at(2))
    let third = try #require(circuit.permit(at: at(2)))
    #expect(circuit.record(.success, of: second, now: at(2)) == nil, "1 of 5 is slow")
    _ = third
    circuit.calls("S", at: at(2))
    let slow = try (0..<5).map { _ in try #require(circuit.permit(at: at(2))) }
    let causes = slow.map { circuit.record(.success, of: $0, now: at(9))?.cause }
    #expect(causes == [nil, nil, nil, .slowCalls, nil], "5 of 10")
  }
}

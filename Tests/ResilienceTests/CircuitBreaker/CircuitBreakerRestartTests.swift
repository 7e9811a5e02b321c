import Resilience
import Testing

@Suite("Circuit breaker across clocks and restarts")
struct CircuitBreakerRestartTests {
  private func open(at now: Instant) -> DrivenCircuit {
    let circuit = DrivenCircuit.opening()
    circuit.calls("FFF", at: now)
    return circuit
  }

  private func clocks(_ boot: String, sinceBoot: Double, wall: Double) -> ClockReading {
    ClockReading(bootID: boot, sinceBoot: at(sinceBoot), wall: at(wall).nanoseconds)
  }

  /// Open with 6 s left at boot time 100, wall time 5000, then restarted.
  private func restarted(_ later: ClockReading, now: Instant) -> DrivenCircuit {
    let saved = open(at: at(50)).state.snapshot(now: at(54), clocks: clocks("a", sinceBoot: 100, wall: 5000))
    let circuit = DrivenCircuit.opening()
    circuit.state.restore(saved, now: now, clocks: later)
    return circuit
  }

  @Test("Cases 16 and 17: only the monotonic instant decides, so a wall clock that is set changes nothing")
  func wallClockIsNotAsked() {
    let circuit = open(at: at(0))
    // The wall clock isn't a parameter of any decision; what it shows only enters a snapshot.
    _ = circuit.state.snapshot(now: at(5), clocks: clocks("a", sinceBoot: 5, wall: -3600))
    #expect(circuit.permit(at: at(9.9)) == nil)
    _ = circuit.state.snapshot(now: at(9.9), clocks: clocks("a", sinceBoot: 9.9, wall: 3600))
    #expect(circuit.permit(at: at(9.95)) == nil)
    #expect(circuit.permit(at: at(10)) != nil)
  }

  @Test("Case 45: within one boot an open circuit keeps exactly the rest of its break")
  func sameBootIsExact() {
    // Two seconds by the boot-time clock, whatever the wall clock says.
    let circuit = restarted(clocks("a", sinceBoot: 102, wall: 9_999_999), now: at(7))
    #expect(circuit.acquire(now: at(10.9)) == .refused(.open, retryAt: at(11)))
    #expect(circuit.permit(at: at(11)) != nil)
    #expect(circuit.permit(at: at(11)) == nil, "one probe only")
  }

  @Test("Case 45: after a reboot the wall time passed is taken off, within 0 and the break")
  func otherBootIsClamped() {
    #expect(restarted(clocks("b", sinceBoot: 1, wall: 5002), now: at(0)).state.openUntil == at(4))
    #expect(restarted(clocks("b", sinceBoot: 1, wall: 1000), now: at(0)).state.openUntil == at(10))
    #expect(restarted(clocks("b", sinceBoot: 1, wall: 8600), now: at(0)).state.openUntil == at(0))
    #expect(restarted(clocks("b", sinceBoot: 1, wall: 8600), now: at(0)).phase(at: at(0)) == .halfOpen)
  }

  @Test("Case 45: failures in a row and a half-open period survive; forced states come from the options")
  func otherPhases() {
    let now = clocks("a", sinceBoot: 0, wall: 0)
    let failing = DrivenCircuit.opening(after: 3)
    failing.calls("FF", at: at(0))
    let restored = DrivenCircuit.opening(after: 3)
    restored.state.restore(failing.state.snapshot(now: at(0), clocks: now), now: at(0), clocks: now)
    restored.calls("F", at: at(0))
    #expect(restored.phase(at: at(0)) == .open)

    let probing = open(at: at(0))
    _ = probing.permit(at: at(10))
    let again = DrivenCircuit.opening()
    again.state.restore(probing.state.snapshot(now: at(10), clocks: now), now: at(3), clocks: now)
    #expect(again.permit(at: at(3)) != nil)
    #expect(again.permit(at: at(3)) == nil)

    let isolated = DrivenCircuit.opening()
    _ = isolated.state.force(.isolated, now: at(0))
    let fresh = DrivenCircuit.opening()
    fresh.state.restore(isolated.state.snapshot(now: at(0), clocks: now), now: at(0), clocks: now)
    #expect(fresh.phase(at: at(0)) == .closed)
  }

  @Test("Case 45: attempts in flight are restored with the rest of their wait")
  func attemptsAreRestored() {
    var options = StackOptions()
    options.retry.jitter = Jitter.none
    let stack = Stack(options)
    var call = AttemptMachine(stack, call: 1)
    _ = call.handle(.start, now: at(0))
    _ = call.handle(.finished(attempt: 1, .failure(AttemptFailure(.transient))), now: at(1))
    let progress = call.progress(now: at(1.5))
    #expect(progress == CallProgress(failedAttempts: 1, rest: 1_500_000_000))

    let saved = clocks("a", sinceBoot: 10, wall: 10)
    let resumed = progress.resumed(saved: saved, at: clocks("a", sinceBoot: 10.5, wall: 0))
    var again = AttemptMachine(stack, call: 1, resuming: resumed)
    #expect(again.handle(.start, now: at(100)) == .wait(until: at(101), .backoff))
    #expect(again.handle(.timerFired, now: at(101)) == .call(attempt: 2, until: .distantFuture, fault: nil))
    let late = progress.resumed(saved: saved, at: clocks("b", sinceBoot: 0, wall: 3600))
    #expect(late.rest == 0)
  }
}

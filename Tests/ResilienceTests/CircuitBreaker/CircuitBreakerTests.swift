import Resilience
import Synchronization
import Testing

@Suite("Shared circuit")
struct CircuitBreakerTests {
  @Test("Case 23: a handler of an event that calls back into the circuit finds no lock")
  func handlerMayCallBack() {
    var options = CircuitBreakerOptions()
    options.failureThreshold = 1
    let circuit = CircuitBreaker(options)
    guard case .admitted(let permit, _) = circuit.acquire(now: at(0)) else { return }
    // The transition is a value that is returned after the lock was left, so handling it can't nest.
    let transition = circuit.record(.failure, of: permit, now: at(0))
    #expect(transition?.to == .open)
    #expect(circuit.phase(at: at(0)) == .open)
    #expect(circuit.force(.isolated, now: at(0))?.from == .open)
  }

  @Test("Case 41: calls through a closed circuit never wait for its lock")
  func closedCircuitDoesNotLock() {
    let circuit = CircuitBreaker(CircuitBreakerOptions())
    // With the lock held by this very thread, a call that needed it would never come back.
    let recorded = circuit.withState { _ in
      guard case .admitted(let permit, _) = circuit.acquire(now: at(0)) else { return false }
      return circuit.isCurrent(permit, now: at(0)) && circuit.record(.success, of: permit, now: at(0)) == nil
    }
    #expect(recorded)
  }

  @Test("a circuit that is open or isolated refuses without its lock, and at the end of the break it doesn't")
  func openCircuitDoesNotLock() {
    var options = CircuitBreakerOptions()
    options.failureThreshold = 1
    options.resetTimeout = .seconds(10)
    let circuit = CircuitBreaker(options)
    guard case .admitted(let permit, _) = circuit.acquire(now: at(0)) else { return }
    _ = circuit.record(.failure, of: permit, now: at(1))
    let open = circuit.withState { _ in circuit.acquire(now: at(10.999)) }
    #expect(open == .refused(.open, retryAt: at(11)))
    guard case .admitted(let probe, _) = circuit.acquire(now: at(11)) else {
      Issue.record("refused at the end of the break")
      return
    }
    _ = circuit.record(.failure, of: probe, now: at(12))
    #expect(circuit.acquire(now: at(11)) == .refused(.open, retryAt: at(22)), "the break after the first one")
    _ = circuit.force(.isolated, now: at(12))
    let isolated = circuit.withState { _ in circuit.acquire(now: at(100)) }
    #expect(isolated == .refused(.isolated, retryAt: nil))
  }

  @Test("a success after a failure is recorded, although successes usually needn't be")
  func successResetsTheCount() {
    var options = CircuitBreakerOptions()
    options.failureThreshold = 3
    let circuit = CircuitBreaker(options)
    for letter in "FFSFFSFF" {
      guard case .admitted(let permit, _) = circuit.acquire(now: at(0)) else { return }
      _ = circuit.record(letter == "F" ? .failure : .success, of: permit, now: at(0))
    }
    #expect(circuit.phase(at: at(0)) == .closed)
    #expect(circuit.withState { $0.consecutiveFailures } == 2)
  }

  @Test("threads that share a circuit agree on when it opened")
  func opensOnceForAllThreads() async {
    var options = CircuitBreakerOptions()
    options.failureThreshold = 100
    let circuit = CircuitBreaker(options)
    let opened = await withTaskGroup(of: Int.self) { group in
      for _ in 0..<4 {
        group.addTask {
          (0..<5000).count { _ in
            guard case .admitted(let permit, _) = circuit.acquire(now: at(0)) else { return false }
            return circuit.record(.failure, of: permit, now: at(0))?.to == .open
          }
        }
      }
      return await group.reduce(0, +)
    }
    #expect(opened == 1)
  }
}

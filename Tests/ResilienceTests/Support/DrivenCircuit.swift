import Resilience

/// A circuit state in a box, since the testing macros can't call mutating methods.
final class DrivenCircuit {
  var state: CircuitBreakerState

  init(_ options: CircuitBreakerOptions) {
    state = CircuitBreakerState(options)
  }

  /// A circuit that opens after so many failures, for ten seconds.
  static func opening(
    after failures: Int = 3, closingAfter successes: Int = 1, _ halfOpen: HalfOpenOptions = HalfOpenOptions()
  ) -> DrivenCircuit {
    var options = CircuitBreakerOptions()
    options.failureThreshold = failures
    options.successThreshold = successes
    options.resetTimeout = .seconds(10)
    options.halfOpen = halfOpen
    return DrivenCircuit(options)
  }

  func phase(at now: Instant) -> CircuitBreakerPhase { state.phase(at: now) }

  func acquire(now: Instant) -> CircuitBreakerAdmission { state.acquire(now: now) }

  func record(
    _ result: CircuitBreakerResult, of permit: CircuitBreakerPermit, now: Instant
  ) -> CircuitBreakerTransition? {
    state.record(result, of: permit, now: now)
  }

  /// A permit, or nil if the circuit refuses.
  func permit(at now: Instant) -> CircuitBreakerPermit? {
    if case .admitted(let permit, _) = state.acquire(now: now) { permit } else { nil }
  }

  /// Makes one call per letter: F fails, S succeeds, C is cancelled; those that are refused are not made.
  func calls(_ letters: String, at now: Instant) {
    for letter in letters {
      guard let permit = permit(at: now) else { continue }
      _ = record(letter == "F" ? .failure : letter == "S" ? .success : .neutral, of: permit, now: now)
    }
  }
}

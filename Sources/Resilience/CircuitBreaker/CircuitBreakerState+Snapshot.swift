extension CircuitBreakerState {
  /// What a later process needs to continue this circuit.
  public func snapshot(now: Instant, clocks: ClockReading) -> CircuitBreakerSnapshot {
    let rest = stored == .open ? max(0, now.nanoseconds(to: openUntil)) : 0
    return CircuitBreakerSnapshot(
      phase: stored, consecutiveFailures: consecutiveFailures, rest: rest, clocks: clocks)
  }

  /// Continues the circuit of an earlier process.
  ///
  /// An open one is open for the rest of its break; a half-open one starts its probes anew, since those that
  /// were out died with their process. Forced states come from the options alone, which may have changed.
  public mutating func restore(_ snapshot: CircuitBreakerSnapshot, now: Instant, clocks: ClockReading) {
    guard stored == .closed, snapshot.phase != stored || snapshot.consecutiveFailures > 0 else { return }
    switch snapshot.phase {
    case .closed: consecutiveFailures = min(snapshot.consecutiveFailures, threshold - 1)
    case .open, .halfOpen:
      let rest = snapshot.clocks.rest(of: snapshot.rest, limit: breakLength, at: clocks)
      openUntil = now.advanced(byNanoseconds: snapshot.phase == .halfOpen ? 0 : rest)
      _ = enter(.open, .forced, now)
    case .isolated, .disabled: break
    }
  }
}

/// Lets one call through a circuit; its result counts only for the generation that let it through.
public struct CircuitBreakerPermit: Sendable, Hashable {
  /// The generation of the circuit when the call was admitted.
  public let generation: UInt64
  /// Which probe it is, 0 for a call through a closed circuit.
  public let probe: UInt64
  /// When the call was admitted.
  public let admittedAt: Instant

  @inlinable
  init(generation: UInt64, probe: UInt64, admittedAt: Instant) {
    self.generation = generation
    self.probe = probe
    self.admittedAt = admittedAt
  }
}

/// What a circuit says to a call.
public enum CircuitBreakerAdmission: Sendable, Hashable {
  /// Go on; the first probe after a break also brings the transition to half-open.
  case admitted(CircuitBreakerPermit, CircuitBreakerTransition?)
  /// Not now; asking again before `retryAt` is useless. Nil means that only a person can change it.
  case refused(CircuitBreakerPhase, retryAt: Instant?)
}

/// How a call through a circuit ended, as far as the circuit cares.
public enum CircuitBreakerResult: Sendable, Hashable {
  /// The service answered.
  case success
  /// The service failed.
  case failure
  /// Nothing was learnt: cancelled, or turned away further in.
  case neutral
}

/// A circuit as a checkpoint keeps it.
public struct CircuitBreakerSnapshot: Sendable, Hashable, Codable {
  /// The phase it was in.
  public var phase: CircuitBreakerPhase
  /// Failures in a row, while closed.
  public var consecutiveFailures: Int
  /// Nanoseconds of the break that were left, while open.
  public var rest: Int64
  /// The clocks when it was saved.
  public var clocks: ClockReading

  /// Describes a circuit at one moment.
  public init(phase: CircuitBreakerPhase, consecutiveFailures: Int, rest: Int64, clocks: ClockReading) {
    self.phase = phase
    self.consecutiveFailures = consecutiveFailures
    self.rest = rest
    self.clocks = clocks
  }
}

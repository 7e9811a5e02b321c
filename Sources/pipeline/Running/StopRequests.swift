import Resilience

/// Decides what a signal means: the first one stops the run at a checkpoint, a later one ends the process.
///
/// One that comes within 200 ms is the same request: `timeout` signals its child and then the child's group, and a
/// terminal and a supervisor may both pass one on.
struct StopRequests: Sendable {
  /// What to do about a signal.
  enum Action: Sendable {
    case stop
    case ignore
    case exit
  }

  /// How long a signal is an echo of the first.
  static let echo = Duration.milliseconds(200)

  private var first: Instant?

  /// A signal has come.
  mutating func signalled(at now: Instant) -> Action {
    guard let first else {
      self.first = now
      return .stop
    }
    return now < first.advanced(by: StopRequests.echo) ? .ignore : .exit
  }
}

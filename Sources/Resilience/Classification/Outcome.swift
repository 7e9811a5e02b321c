/// How a call ended.
///
/// Four ways, never two: a cancelled call and a refused one say nothing about the service, so they free what
/// they held and count nowhere.
public enum Outcome: Sendable, Hashable {
  /// The service did what was asked.
  case success
  /// The call failed.
  case failure(AttemptFailure)
  /// The caller no longer wants the answer.
  case cancelled
  /// Turned away on this side, before the service saw it.
  case refused
}

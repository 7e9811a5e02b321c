/// One line of a saga's journal. Each is written before what it announces, or right after what it reports.
public enum SagaEntry: Sendable, Hashable, Codable {
  /// The stage is about to be called: from here on it may have happened.
  case intended(stage: Int)
  /// The stage was done.
  case completed(stage: Int)
  /// The stage provably did nothing.
  case notDone(stage: Int)
  /// The record was given up for good: from here on only compensations run.
  case abandoned
  /// A compensation is about to be tried.
  case compensating(stage: Int, attempt: Int)
  /// The stage was undone.
  case compensated(stage: Int)
  /// The stage couldn't be undone: a person must.
  case compensationFailed(stage: Int)
}

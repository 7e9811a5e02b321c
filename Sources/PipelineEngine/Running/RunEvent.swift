/// Something a person may want to know while a run goes on.
public enum RunEvent: Sendable {
  /// The run has its name.
  case began(runID: String)
  /// The run goes on from a checkpoint.
  case resumed(records: Int64, epoch: Int64)
  /// A checkpoint became valid.
  case checkpoint(epoch: Int64, records: Int64)
  /// A record was given up; values are in the dead letter alone.
  case deadLettered(DeadLetterNotice)
  /// Dead letters of earlier are on their way again.
  case redelivering(entries: Int)
  /// They have gone through, or come back.
  case redelivered(RunResult.Redelivery)
  /// A policy did something around a call.
  case policy(PolicyNotice)
  /// Something is not as it should be, and the run goes on.
  case warning(String)
  /// For information.
  case note(String)
}

/// Hears what happens in a run; called from any thread, in no hurry to return only if events are rare.
public protocol RunObserver: Sendable {
  /// Something happened.
  func observe(_ event: RunEvent)
}

import PipelineModel
import Resilience

/// A record on its way through a call stage.
struct CallRecord: Sendable {
  /// The sequence of its batch.
  var batch: Int
  /// Names the record.
  var messageID: String
  /// Names the record's trace.
  var traceID: String
  /// Where it came from.
  var place: RecordPlace
  /// Names its work at this stage; nil if the stage has no key.
  var key: String?
  /// How often the stage was undone for the record before: what is done after that is other work.
  var timesUndone = 0

  /// What the other side is told: the key, and which time it is from the second one on.
  var sentKey: String? { key.map { IdempotencyKey.again($0, timesUndone: timesUndone) } }

  /// A number of the call that is the same in every run: decides about jitter and injected faults.
  func number(stage: String) -> UInt64 { ContentDigest(of: "\(messageID)\u{1F}\(stage)").low }
}

/// How a record's call ended.
enum CallEnd: Sendable {
  /// Assign this.
  case success(CallResult)
  /// Skip the record: its work is done or being done.
  case duplicate
  /// Go on without an answer: the fallback says so.
  case skipped(AttemptFailure.Effect)
  /// Assign the constant of the fallback.
  case fallback(String, AttemptFailure.Effect)
  /// Make another call in its place.
  case reroute
  /// Give the record up.
  case failed(Failure, [FailedAttempt])
  /// Nobody wants to know any more.
  case cancelled
  /// The run must stop, for this reason.
  case pause(String)
  /// The run can't go on.
  case broken(EngineProblem)
}

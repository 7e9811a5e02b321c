import PipelineModel
import Resilience

/// The failed attempts of one call, for its dead letter.
struct AttemptHistory: Sendable {
  /// More are counted, and not kept.
  static let limit = 100

  private(set) var attempts: [FailedAttempt] = []
  private(set) var count = 0
  private(set) var lastFailure: Failure?

  mutating func add(_ failure: Failure, _ failureClass: FailureClass, attempt: Int, nanoseconds: Int64) {
    lastFailure = failure
    count = attempt
    if attempts.count == Self.limit { attempts.removeFirst() }
    attempts.append(
      FailedAttempt(
        number: attempt, endedAt: timestampText(), nanoseconds: nanoseconds, type: failure.type,
        failureClass: failureClass, message: failure.message, status: failure.status))
  }
}

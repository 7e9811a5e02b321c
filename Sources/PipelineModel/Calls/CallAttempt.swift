public import Resilience

/// What a step learns about the attempt it makes.
public struct CallAttempt: Sendable {
  /// The attempt's number, from 1.
  public var number: Int
  /// Names the work, the same in every attempt and after every restart; nil if the stage has no key.
  public var idempotencyKey: String?
  /// When the attempt is cut off, on the monotonic clock; nil for never.
  public var until: Instant?
  /// How long that was when it began, as somebody set it, for messages; nil for never.
  public var limit: Duration?
  /// Names the record.
  public var messageID: String
  /// Names the record's trace.
  public var traceID: String

  /// Says at the end of the time limit whether it is the record that took it; if not, the limit is lifted until
  /// somebody works on the record again.
  public typealias IsToBlame = @Sendable () -> Bool

  /// Told by a step that `keepsWaiting` that somebody works on the record from now on, so that the time limit of the
  /// attempt begins anew; with nil, that nobody does, so that it is lifted.
  public var isWorkedOn: @Sendable (IsToBlame?) -> Void = { _ in }

  /// An attempt from its parts.
  public init(
    number: Int, idempotencyKey: String? = nil, until: Instant? = nil, limit: Duration? = nil,
    messageID: String, traceID: String
  ) {
    self.number = number
    self.idempotencyKey = idempotencyKey
    self.until = until
    self.limit = limit
    self.messageID = messageID
    self.traceID = traceID
  }
}

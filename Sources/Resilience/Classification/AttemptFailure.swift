/// What the policies need to know about a failed attempt; the error itself stays with the caller.
public struct AttemptFailure: Sendable, Hashable {
  /// Whether the failed attempt can have changed anything on the other side.
  public enum Effect: UInt8, Sendable, Hashable, Codable {
    /// Provably nothing happened: never sent, or the service said no.
    case none
    /// The request may have been carried out: the answer was lost or never came.
    case unknown
  }

  private var pause: OptionalNanoseconds
  /// How long the service asked to wait, to the nanosecond.
  public var retryAfter: Duration? {
    get { pause.duration }
    set { pause.duration = newValue }
  }
  /// What kind of failure it was.
  public var failureClass: FailureClass
  /// Whether something may have happened nevertheless.
  public var effect: Effect
  /// Whether the attempt was cut off by its timeout or by the deadline.
  public var isTimeout: Bool

  /// Describes a failed attempt.
  public init(
    _ failureClass: FailureClass, retryAfter: Duration? = nil, effect: Effect = .none,
    isTimeout: Bool = false
  ) {
    self.failureClass = failureClass
    pause = OptionalNanoseconds(retryAfter)
    self.effect = effect
    self.isTimeout = isTimeout
  }

  /// An attempt that was cut off: it may succeed next time, and it may have been carried out.
  public static let timeout = AttemptFailure(.transient, effect: .unknown, isTimeout: true)
}

/// How dead letters of class transient are sent on their way again without being asked.
public struct Redelivery: Sendable, Equatable {
  /// How often an entry is redelivered before it stays parked.
  public var maxRetries: Int
  /// The least time between an entry's last failure and its redelivery.
  public var delay: Duration

  /// So often, so far apart.
  public init(maxRetries: Int, delay: Duration) {
    self.maxRetries = maxRetries
    self.delay = delay
  }
}

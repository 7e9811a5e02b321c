/// A point on a monotonic clock, in nanoseconds since an origin only its clock knows.
///
/// The policies never read a clock: whoever calls them passes `now`. Arithmetic saturates, so a limit of
/// "forever" can be added to any instant.
public struct Instant: InstantProtocol, Hashable, Sendable, Codable {
  /// Nanoseconds since the clock's origin.
  public var nanoseconds: Int64

  /// Makes the instant that many nanoseconds after the origin.
  @inlinable
  public init(nanoseconds: Int64) {
    self.nanoseconds = nanoseconds
  }

  /// The clock's origin.
  public static let zero = Instant(nanoseconds: 0)

  /// Later than every instant that can be reached: "no limit".
  public static let distantFuture = Instant(nanoseconds: .max)

  /// Moves by a duration; saturates at the ends of the clock.
  public func advanced(by duration: Duration) -> Instant {
    advanced(byNanoseconds: duration.saturatingNanoseconds)
  }

  /// The time from here to another instant; negative when the other is earlier.
  public func duration(to other: Instant) -> Duration {
    .nanoseconds(nanoseconds(to: other))
  }

  /// Orders instants in time.
  @inlinable
  public static func < (left: Instant, right: Instant) -> Bool {
    left.nanoseconds < right.nanoseconds
  }

  /// Moves by nanoseconds; saturates at the ends of the clock.
  @inlinable
  public func advanced(byNanoseconds distance: Int64) -> Instant {
    let (sum, overflow) = nanoseconds.addingReportingOverflow(distance)
    if overflow { return Instant(nanoseconds: distance > 0 ? .max : .min) }
    return Instant(nanoseconds: sum)
  }

  /// Nanoseconds from here to another instant, saturating.
  @inlinable
  public func nanoseconds(to other: Instant) -> Int64 {
    let (difference, overflow) = other.nanoseconds.subtractingReportingOverflow(nanoseconds)
    if overflow { return other.nanoseconds > nanoseconds ? .max : .min }
    return difference
  }
}

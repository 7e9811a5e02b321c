/// An instant: whole seconds since 1970-01-01T00:00:00Z and nanoseconds after them.
///
/// Years 1 to 9999, without leap seconds, as in POSIX.
@frozen
public struct Timestamp: Equatable, Comparable, Hashable, BitwiseCopyable, Sendable {
  /// Seconds since 1970 UTC, rounded down.
  public var seconds: Int64
  /// Nanoseconds after `seconds`, 0 to 999,999,999.
  public var nanoseconds: UInt32

  /// An instant from its parts.
  @inlinable
  public init(seconds: Int64, nanoseconds: UInt32) {
    self.seconds = seconds
    self.nanoseconds = nanoseconds
  }

  /// The seconds of the years 1 to 9999.
  @inlinable public static var range: ClosedRange<Int64> { -62_135_596_800...253_402_300_799 }

  /// Whether the first instant is the earlier one.
  @inlinable
  public static func < (left: Timestamp, right: Timestamp) -> Bool {
    left.seconds == right.seconds ? left.nanoseconds < right.nanoseconds : left.seconds < right.seconds
  }
}

extension Cell {
  /// An instant.
  @inlinable
  public init(_ value: Timestamp) { self.init(seconds: value.seconds, nanoseconds: value.nanoseconds) }

  /// The instant; meaningful for `.timestamp`.
  @inlinable public var timestamp: Timestamp { Timestamp(seconds: integer, nanoseconds: length) }
}

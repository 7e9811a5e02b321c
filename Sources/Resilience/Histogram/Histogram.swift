/// Counts latencies in a fixed amount of memory, with a relative error of at most 1/64.
///
/// Up to 127 ns each value has a slot of its own; above, each doubling is divided into 64 slots, as in Gil
/// Tene's HdrHistogram. Values beyond 2⁴⁷ ns (39 h) count as that. 21 KB; recording takes a few nanoseconds
/// and never allocates.
public struct Histogram: Sendable {
  private static let precision = 6
  private static let largest: UInt64 = 1 << 47 - 1
  private static let slots = slot(of: largest) + 1

  private var counts = [UInt64](repeating: 0, count: slots)
  /// Values recorded.
  public private(set) var count: UInt64 = 0
  private var sum: UInt64 = 0
  private var smallest = UInt64.max
  private var greatest: UInt64 = 0

  /// An empty histogram.
  public init() {}

  /// Counts a latency in nanoseconds; negative ones count as 0.
  public mutating func record(nanoseconds: Int64) {
    let value = min(UInt64(max(0, nanoseconds)), Self.largest)
    counts[Self.slot(of: value)] += 1
    count += 1
    sum &+= value
    smallest = min(smallest, value)
    greatest = max(greatest, value)
  }

  /// Adds everything another histogram has counted.
  public mutating func merge(_ other: Histogram) {
    for index in counts.indices { counts[index] += other.counts[index] }
    count += other.count
    sum &+= other.sum
    smallest = min(smallest, other.smallest)
    greatest = max(greatest, other.greatest)
  }

  /// The least value, nil if there is none.
  public var minimum: Duration? { count == 0 ? nil : .nanoseconds(Int64(smallest)) }
  /// The greatest value, nil if there is none.
  public var maximum: Duration? { count == 0 ? nil : .nanoseconds(Int64(greatest)) }
  /// The mean value, nil if there is none.
  public var mean: Duration? { count == 0 ? nil : .nanoseconds(Int64(sum / count)) }

  /// The value that a share of the values don't exceed; nil if there is none.
  ///
  /// - Parameter share: 0.5 for the median, 0.99 for the 99th percentile.
  public func quantile(_ share: Double) -> Duration? {
    guard count > 0 else { return nil }
    let rank = max(1, UInt64((Double(count) * min(max(share, 0), 1)).rounded(.up)))
    var seen: UInt64 = 0
    for (index, slotCount) in counts.enumerated() {
      seen += slotCount
      if seen >= rank {
        return .nanoseconds(Int64(min(max(Self.upperEnd(of: index), smallest), greatest)))
      }
    }
    return maximum
  }

  private static func slot(of value: UInt64) -> Int {
    // The highest bits below the leading one say where in its doubling a value lies.
    let doubling = max(0, 63 - (value | 1).leadingZeroBitCount - precision)
    return doubling << precision + Int(value >> UInt64(doubling))
  }

  private static func upperEnd(of slot: Int) -> UInt64 {
    let doubling = max(0, slot >> precision - 1)
    let offset = UInt64(slot - doubling << precision)
    return (offset + 1) << UInt64(doubling) - 1
  }
}

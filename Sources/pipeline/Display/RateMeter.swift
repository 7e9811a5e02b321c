/// How fast a count grows, over the last few seconds.
///
/// Samples are taken at most ten times a second, so the window holds a bounded number of them.
struct RateMeter: Sendable {
  private static let window: Duration = .seconds(5)
  private static let spacing: Duration = .milliseconds(90)
  private var samples: [(time: Duration, count: Int64)] = []

  /// Notes a count; the rate per second, or nil before there are two samples.
  mutating func rate(_ count: Int64, at now: Duration) -> Double? {
    if let last = samples.last, now - last.time < Self.spacing {
      return current
    }
    samples.append((now, count))
    while samples.count > 2, now - samples[1].time >= Self.window { samples.removeFirst() }
    return current
  }

  private var current: Double? {
    guard let first = samples.first, let last = samples.last, last.time > first.time else { return nil }
    return Double(last.count - first.count) / (last.time - first.time).seconds
  }
}

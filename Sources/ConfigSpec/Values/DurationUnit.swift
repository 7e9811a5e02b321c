/// The unit that a key such as `timeout_ms` states, so that its value is a bare number.
public enum DurationUnit: Sendable {
  /// Thousandths of a second.
  case milliseconds
  /// Seconds.
  case seconds
  /// Days of 24 hours.
  case days

  /// Reads and shows durations as numbers of this unit.
  public func codec(in range: ClosedRange<Duration>? = nil) -> Codec<Duration> {
    let bounds = range.map { count($0.lowerBound)...max(count($0.lowerBound), count($0.upperBound)) }
    var numbers = Codec<Double>.standard
    if let bounds { numbers = numbers.limited(to: bounds) }
    let isWhole = self == .milliseconds
    let shape: Shape =
      isWhole ? .integer(bounds.map { Int($0.lowerBound)...Int($0.upperBound) }) : .number(bounds)
    return Codec<Duration>(
      shape: shape,
      decode: { [numbers] node, decoding in
        if let text = node.scalar?.text, CoreSchema.number(text) == nil,
          let duration = try? Duration.parse(text)
        {
          decoding.reject(
            node, "a number of \(self)",
            help: "the key states the unit: write `\(Double(self.count(duration)).plain)`")
          return nil
        }
        if isWhole, let text = node.scalar?.text, let number = CoreSchema.number(text),
          number.rounded() != number
        {
          decoding.reject(node, "a whole number of \(self)")
          return nil
        }
        guard let number = numbers.decode(node, &decoding) else { return nil }
        guard abs(number) < 1e12 else {
          decoding.reject(node, "at most 36500 days")
          return nil
        }
        return self.duration(number)
      },
      json: { duration, _ in self.count(duration).json(for: .display) })
  }

  private func count(_ duration: Duration) -> Double {
    let (seconds, attoseconds) = duration.components
    let exact = Double(seconds) + Double(attoseconds) / 1e18
    switch self {
    case .milliseconds: return (exact * 1_000).rounded()
    case .seconds: return exact
    case .days: return exact / 86_400
    }
  }

  private func duration(_ count: Double) -> Duration {
    switch self {
    case .milliseconds: .milliseconds(Int64(count))
    case .seconds: .milliseconds(Int64((count * 1_000).rounded()))
    case .days: .milliseconds(Int64((count * 86_400_000).rounded()))
    }
  }
}

extension Double {
  /// The number without `.0`.
  fileprivate var plain: String { Int(exactly: self).map { "\($0)" } ?? "\(self)" }
}

/// Tells how far local time is from UTC at any moment.
enum TimeZone: Sendable {
  case fixed(seconds: Int64)
  case region(ZoneInformation)

  /// A zone by name (`Europe/Vienna`, `UTC`) or by offset (`+02:00`, `-9:30`, `02:00`).
  ///
  /// Reads the zone's file from the system's zone database; it is not kept, so a constant zone should be made once.
  init?(_ name: String) {
    if name.isEmpty || name == "UTC" || name == "Z" {
      self = .fixed(seconds: 0)
    } else if let offset = Self.offset(name) {
      self = .fixed(seconds: offset)
    } else if let zone = ZoneInformation(named: name) {
      self = .region(zone)
    } else {
      return nil
    }
  }

  /// Seconds to add to UTC.
  func offset(at secondsSinceEpoch: Int64) -> Int64 {
    switch self {
    case .fixed(let seconds): seconds
    case .region(let zone): zone.offset(at: secondsSinceEpoch)
    }
  }

  private static func offset(_ text: String) -> Int64? {
    var digits = text[...]
    let isNegative = digits.first == "-"
    if isNegative || digits.first == "+" { digits.removeFirst() }
    let parts = digits.utf8.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    guard parts.count == 2, (1...2).contains(parts[0].count), parts[1].count == 2,
      parts.allSatisfy({ $0.allSatisfy { (48...57).contains($0) } }),
      let hours = Int64(Substring(parts[0])), let minutes = Int64(Substring(parts[1])),
      hours <= 23, minutes <= 59
    else { return nil }
    return (isNegative ? -1 : 1) * (hours * 3_600 + minutes * 60)
  }
}

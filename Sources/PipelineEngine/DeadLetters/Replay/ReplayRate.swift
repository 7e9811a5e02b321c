/// So many entries in a time, evenly spread: `50/s`, `600/m`, `1000/h`.
public struct ReplayRate: Sendable, Equatable {
  /// Nanoseconds between two entries.
  public let interval: Int64

  /// Reads the text; nil if it is something else.
  public init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let count = Int64(parts[0]), (1...1_000_000).contains(count) else { return nil }
    let seconds: Int64
    switch parts[1] {
    case "s": seconds = 1
    case "m": seconds = 60
    case "h": seconds = 3600
    default: return nil
    }
    interval = seconds * 1_000_000_000 / count
  }
}

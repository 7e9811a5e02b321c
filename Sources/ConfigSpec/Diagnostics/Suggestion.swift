/// Finds what a misspelt name was meant to be.
public struct Suggestion: Sendable {
  /// The nearest allowed name, if one is near.
  public let closest: String?
  private let allowed: [String]

  /// Compares a name with the allowed ones.
  public init(_ name: String, among allowed: [String]) {
    self.allowed = allowed
    let wanted = Self.normalized(name)
    let limit = max(1, wanted.count / 3)
    var best: (name: String, distance: Int)?
    if wanted.count <= 64 {
      for candidate in allowed where candidate.utf8.count <= 64 {
        let distance = Self.distance(wanted, Self.normalized(candidate))
        if distance <= limit, distance < best?.distance ?? Int.max { best = (candidate, distance) }
      }
      if best == nil, wanted.count >= 4 {
        let contained = allowed.filter { $0.contains(name) || ($0.utf8.count >= 4 && name.contains($0)) }
        if contained.count == 1 { best = (contained[0], 0) }
      }
    }
    closest = best?.name
  }

  /// "did you mean `x`?", or the allowed names if they are few.
  public func help(_ noun: String = "allowed") -> String? {
    if let closest { return "did you mean `\(closest)`?" }
    guard !allowed.isEmpty else { return nil }
    let shown = allowed.prefix(16).map { "`\($0)`" }.joined(separator: ", ")
    return allowed.count <= 16 ? "\(noun): \(shown)" : "\(noun): \(shown) and \(allowed.count - 16) more"
  }

  private static func normalized(_ text: String) -> [UInt8] {
    text.utf8.map { byte in
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte + 32
      case UInt8(ascii: "-"), UInt8(ascii: " "): UInt8(ascii: "_")
      default: byte
      }
    }
  }

  /// The number of insertions, deletions, replacements and swaps of neighbours (optimal string alignment).
  private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var before = [Int](repeating: 0, count: right.count + 1)
    var previous = Array(0...right.count)
    for row in 0..<left.count {
      var current = [row + 1] + [Int](repeating: 0, count: right.count)
      for column in 0..<right.count {
        let cost = left[row] == right[column] ? 0 : 1
        var best = min(previous[column + 1] + 1, current[column] + 1, previous[column] + cost)
        if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
          best = min(best, before[column - 1] + 1)
        }
        current[column + 1] = best
      }
      before = previous
      previous = current
    }
    return previous[right.count]
  }
}

/// Lets the first few dead letters of a kind through, and counts the others.
struct DeadLetterThrottle: Sendable {
  /// What was held back of one kind.
  struct Held: Sendable, Equatable {
    var fingerprint: String
    var summary: String
    var count: Int64
  }

  /// Kinds that are told apart; past that, the others are counted together.
  private static let maxKinds = 1000
  private let allowed: Int64
  private var kinds: [String: Int] = [:]
  private var seen: [Held] = []
  private(set) var others: Int64 = 0

  init(allowed: Int64 = 3) { self.allowed = allowed }

  /// Whether this one is shown.
  mutating func admits(_ fingerprint: String, summary: @autoclosure () -> String) -> Bool {
    if let index = kinds[fingerprint] {
      seen[index].count += 1
      return seen[index].count <= allowed
    }
    guard seen.count < Self.maxKinds else {
      others += 1
      return false
    }
    kinds[fingerprint] = seen.count
    seen.append(Held(fingerprint: fingerprint, summary: summary(), count: 1))
    return true
  }

  /// What was held back, in the order of the first of each kind.
  var held: [Held] {
    seen.compactMap { kind in
      guard kind.count > allowed else { return nil }
      var held = kind
      held.count -= allowed
      return held
    }
  }
}

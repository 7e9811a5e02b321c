/// Keeps entries with the same key in order: none goes while an earlier one is still a dead letter.
struct SequenceOrder: Sendable {
  /// The first place of each key that is still taken.
  private var taken: [String: Int64]

  /// An order in which the entries at these places stay where they are.
  init(taken: [String: Int64] = [:]) { self.taken = taken }

  /// Notes that the entry at a place stays a dead letter.
  mutating func stays(_ key: String?, at place: Int64) {
    guard let key else { return }
    taken[key] = min(taken[key] ?? .max, place)
  }

  /// Whether the entry at a place must wait for an earlier one.
  func holdsBack(_ key: String?, at place: Int64) -> Bool {
    guard let key, let first = taken[key] else { return false }
    return first < place
  }
}

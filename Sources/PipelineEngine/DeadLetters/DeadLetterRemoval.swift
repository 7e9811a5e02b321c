/// A stored entry that leaves the dead letters, and why.
struct DeadLetterRemoval: Sendable {
  /// The store's number of the entry.
  var sequence: Int64
  /// Why, as lists print it.
  var reason: String
}

extension DeadLetter {
  /// What it counts for the limit in bytes.
  var payloadBytes: Int64 { Int64(original.count + body.count) }
}

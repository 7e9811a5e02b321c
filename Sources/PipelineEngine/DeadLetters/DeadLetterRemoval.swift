/// A stored entry that leaves the dead letters, and why.
struct DeadLetterRemoval: Sendable {
  /// The store's number of the entry.
  var sequence: Int64
  /// Why, as lists print it.
  var reason: String

  /// The reason of an entry that was replayed and given up again: another one with its history stands in its place.
  static let returned = "returned"
  /// The reason of an entry that went through when somebody replayed it.
  static let replayed = "replayed"
  /// The reason of an entry whose key another record has.
  static let duplicate = "duplicate"
  /// The reason of an entry that went through when a run redelivered it.
  static let redelivered = "redelivered"
  /// The condition for removed entries that are done with, so that sending them again would do it twice.
  static let isSettled = "removed_why IN ('\(replayed)', '\(redelivered)', '\(duplicate)')"
}

extension DeadLetter {
  /// What it counts for the limit in bytes.
  var payloadBytes: Int64 { Int64(original.count + body.count) }
}

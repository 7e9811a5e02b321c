/// Dead letters that are left alone because the store gave back something else than was written.
public struct DamagedEntries: Sendable, Equatable {
  /// How many.
  public private(set) var count: Int64 = 0
  /// The message id of the first one.
  public private(set) var first: String?

  /// None.
  public init() {}

  mutating func add(_ letter: DeadLetter) {
    count += 1
    first = first ?? letter.messageID
  }
}

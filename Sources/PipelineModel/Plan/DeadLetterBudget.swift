/// How many records may be given up before the run stops.
public struct DeadLetterBudget: Sendable, Equatable {
  /// So many records.
  public var records: Int64?
  /// This share of the records read.
  public var share: Double?
  /// With fewer records read the share says nothing yet.
  public var minimumRecords: Int64

  /// A budget from its limits.
  public init(records: Int64? = nil, share: Double? = nil, minimumRecords: Int64 = 1000) {
    self.records = records
    self.share = share
    self.minimumRecords = minimumRecords
  }

  /// Whether so many of the records read are too many.
  public func isSpent(givenUp: Int64, read: Int64) -> Bool {
    if let records, givenUp > records { return true }
    guard let share, read >= minimumRecords else { return false }
    // 29 of 100 are 29 %, although 0.29 * 100 is less than 29.
    return Double(givenUp) > share * Double(read) * (1 + 1e-12)
  }

  /// The first of the next records that may not be given up, or that makes the share count, if there is one.
  ///
  /// - Parameters:
  ///   - givenUp: records given up before.
  ///   - read: records read before.
  ///   - count: how many records come next.
  ///   - failures: which of them are given up, from 0, in order.
  /// - Returns: its number from 0, and how many are given up with it.
  public func end(
    givenUp: Int64, read: Int64, next count: Int64, failures: [Int64]
  ) -> (record: Int64, givenUp: Int64)? {
    var givenUp = givenUp
    // The record with which the share begins to count, if it is among them.
    var first = share != nil && read < minimumRecords ? minimumRecords - read - 1 : Int64.max
    for failure in failures {
      if first < failure, isSpent(givenUp: givenUp, read: read + first + 1) { return (first, givenUp) }
      if first < failure { first = .max }
      givenUp += 1
      if isSpent(givenUp: givenUp, read: read + failure + 1) { return (failure, givenUp) }
    }
    return first < count && isSpent(givenUp: givenUp, read: read + first + 1) ? (first, givenUp) : nil
  }

  /// The limits for people.
  public var text: String {
    var parts: [String] = []
    if let records { parts.append("\(records) records") }
    if let share {
      let percent = (share * 1e6).rounded() / 1e4
      parts.append("\(Int(exactly: percent).map { "\($0)" } ?? "\(percent)")%")
    }
    return parts.joined(separator: " and ")
  }
}

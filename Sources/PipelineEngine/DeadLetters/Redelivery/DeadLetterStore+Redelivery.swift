public import PipelineModel
import Resilience

/// What lists say about redelivery: the policy is the one that the newest run had.
extension DeadLetterStore {
  /// Notes the policy of a run.
  func note(_ redelivery: Redelivery?) throws(EngineProblem) {
    if try self.redelivery() == redelivery { return }
    try store.use { database throws(StoreProblem) in
      guard let redelivery else {
        return try database.run("DELETE FROM properties WHERE name = 'redelivery'")
      }
      try database.run(
        "INSERT OR REPLACE INTO properties (name, value) VALUES ('redelivery', ?)",
        .text("\(redelivery.maxRetries) \(redelivery.delay.components.seconds)"))
    }
  }

  /// The policy of the newest run; nil if it redelivered nothing.
  public func redelivery() throws(EngineProblem) -> Redelivery? {
    let text = try store.use { database throws(StoreProblem) in
      try database.rows("SELECT value FROM properties WHERE name = 'redelivery'").first?.first?.text
    }
    let parts = text?.split(separator: " ") ?? []
    guard parts.count == 2, let count = Int(parts[0]), let seconds = Int64(parts[1]) else { return nil }
    return Redelivery(maxRetries: count, delay: .seconds(seconds))
  }

  /// How many entries of each group are to be redelivered, and when the first of them is due.
  public func waiting(_ redelivery: Redelivery) throws(EngineProblem) -> [String: (count: Int, due: String)] {
    try store.use { database throws(StoreProblem) in
      let rows = try database.rows(
        """
        SELECT fingerprint, COUNT(*), MIN(failed_at) FROM dead_letters
        WHERE removed_epoch IS NULL AND class = 'transient' AND redeliveries < ?
          AND INSTR(attempts, '\(DueEntries.undone)') = 0 GROUP BY 1
        """, [.integer(Int64(redelivery.maxRetries))])
      return Dictionary(
        rows.map { row in
          let failed = row[2].text ?? ""
          return (row[0].text ?? "", (Int(row[1].integer ?? 0), redelivery.due(after: failed)))
        }, uniquingKeysWith: { first, _ in first })
    }
  }
}

extension DeadLetter {
  /// When a run may redeliver it; nil if none will.
  public func nextRedelivery(_ redelivery: Redelivery) -> String? {
    guard failureClass == .transient, redeliveries < redelivery.maxRetries,
      attempts.firstRange(of: DueEntries.undone) == nil
    else { return nil }
    return redelivery.due(after: failedAt)
  }
}

extension Redelivery {
  /// When an entry is due that failed then.
  fileprivate func due(after failedAt: String) -> String {
    var text = failedAt
    guard let failed = text.withUTF8({ try? RFC3339.timestamp($0) }) else { return failedAt }
    return timestampText(failed.advanced(by: delay))
  }
}

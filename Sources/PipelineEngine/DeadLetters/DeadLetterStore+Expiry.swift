extension DeadLetterStore {
  /// The reason of entries that had to make room for others, or found none.
  public static let droppedReason = "dropped: the dead letters were full"

  /// Deletes entries that failed longer ago than `retention`; returns how many of the kept ones went.
  ///
  /// Called when a run begins. Entries that were removed before, and are still there for their reason, go as well.
  func expire(after retention: Duration, now: RetentionReading) throws(EngineProblem) -> Int64 {
    try store.use { database throws(StoreProblem) in
      try database.transaction { () throws(StoreProblem) in
        let stored = try database.rows("SELECT value FROM properties WHERE name = 'clock'").first?.first?.text
        let clock = RetentionClock(stored, now: now)
        try database.run(
          "INSERT OR REPLACE INTO properties (name, value) VALUES ('clock', ?)", .text(clock.text))
        let limit = timestampText((clock.seconds(now) - retention.components.seconds, 0))
        let days = Double(retention.components.seconds) / 86_400
        let age = days == 1 ? "1 day" : days == days.rounded() ? "\(Int(days)) days" : "\(days) days"
        let expired = try database.rows(
          """
          SELECT operation, 'expired after \(age)', COUNT(*) FROM dead_letters
          WHERE removed_epoch IS NULL AND failed_at < ? GROUP BY operation
          """, [.text(limit)])
        let removed = try database.rows(
          """
          SELECT operation, removed_why, COUNT(*) FROM dead_letters
          WHERE removed_epoch IS NOT NULL AND failed_at < ? AND removed_why <> ? GROUP BY 1, 2
          """, [.text(limit), .text(DeadLetterRemoval.returned)])
        for group in expired + removed { try DeadLetterStore.countRemovals(group, in: database) }
        try database.run("DELETE FROM dead_letters WHERE failed_at < ?", .text(limit))
        try database.run("DELETE FROM settled_letters WHERE failed_at < ?", .text(limit))
        return expired.reduce(0) { $0 + ($1[2].integer ?? 0) }
      }
    }
  }

  /// How many entries have left the dead letters, by reason.
  public func removals() throws(EngineProblem) -> [(reason: String, count: Int64)] {
    try store.use { database throws(StoreProblem) in
      try database.rows(
        """
        SELECT reason, SUM(count) FROM (
          SELECT reason, count FROM removals
          UNION ALL SELECT removed_why, 1 FROM dead_letters WHERE removed_epoch IS NOT NULL)
        WHERE reason <> ? GROUP BY reason ORDER BY 2 DESC, 1
        """, [.text(DeadLetterRemoval.returned)]
      ).map { ($0[0].text ?? "", $0[1].integer ?? 0) }
    }
  }
}

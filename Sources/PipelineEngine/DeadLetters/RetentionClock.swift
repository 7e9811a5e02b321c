import Resilience

/// A reading of the clocks in whole seconds, which is all that the age of dead letters needs.
struct RetentionReading: Sendable, Equatable {
  /// Seconds since 1970, as the wall clock says.
  var wall: Int64
  /// Seconds since the machine was started, sleep included; nobody can set it.
  var sinceBoot: Int64
  /// Names the start of the machine.
  var boot: String

  /// Now.
  static var now: RetentionReading {
    let now = ClockReading.now
    return RetentionReading(
      wall: now.wall / 1_000_000_000, sinceBoot: now.sinceBoot.nanoseconds / 1_000_000_000, boot: now.bootID)
  }
}

/// Tells how late it is for the age of dead letters, so that a wall clock that is set forward expires none early.
///
/// Since the machine was started the time is measured, not read: the first reading of this start counts, plus the
/// seconds since. After another start there is only the wall clock to go by.
struct RetentionClock: Sendable, Equatable {
  /// The first reading of the machine's present start.
  private(set) var anchor: RetentionReading

  /// A clock that goes on from a stored anchor, if that is of the same start.
  init(_ stored: String?, now: RetentionReading) {
    let parts = stored?.split(separator: " ") ?? []
    if parts.count == 3, parts[0] == now.boot, let wall = Int64(parts[1]), let sinceBoot = Int64(parts[2]),
      sinceBoot <= now.sinceBoot
    {
      anchor = RetentionReading(wall: wall, sinceBoot: sinceBoot, boot: now.boot)
    } else {
      anchor = now
    }
  }

  /// What the store keeps.
  var text: String { "\(anchor.boot) \(anchor.wall) \(anchor.sinceBoot)" }

  /// Seconds since 1970: never later than the wall clock, never later than the time that has truly passed allows.
  func seconds(_ now: RetentionReading) -> Int64 {
    min(now.wall, anchor.wall + now.sinceBoot - anchor.sinceBoot)
  }
}

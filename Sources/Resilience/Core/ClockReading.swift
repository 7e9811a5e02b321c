/// What the clocks of the machine showed at one moment; what a restart needs to continue a wait.
///
/// The boot-time clock runs on through suspension and across processes, but only within one boot. The wall
/// clock survives a reboot, but people and NTP set it.
public struct ClockReading: Hashable, Sendable, Codable {
  /// Names the boot (`/proc/sys/kernel/random/boot_id`).
  public var bootID: String
  /// The boot-time clock.
  public var sinceBoot: Instant
  /// The wall clock, nanoseconds since 1970.
  public var wall: Int64

  /// Notes what the clocks show.
  public init(bootID: String, sinceBoot: Instant, wall: Int64) {
    self.bootID = bootID
    self.sinceBoot = sinceBoot
    self.wall = wall
  }

  /// What is left of a wait that had `rest` nanoseconds to go when `self` was read, always in `0 ... limit`.
  ///
  /// Within one boot it is exact; across boots the wall clock decides, and the limit keeps a wall clock that
  /// was set back from prolonging the wait.
  func rest(of rest: Int64, limit: Int64, at later: ClockReading) -> Int64 {
    let passed =
      bootID == later.bootID
      ? sinceBoot.nanoseconds(to: later.sinceBoot)
      : Instant(nanoseconds: wall).nanoseconds(to: Instant(nanoseconds: later.wall))
    let (left, overflow) = rest.subtractingReportingOverflow(passed)
    if overflow { return passed > 0 ? 0 : limit }
    return min(max(left, 0), limit)
  }
}

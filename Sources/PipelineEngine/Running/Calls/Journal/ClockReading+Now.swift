import Glibc
import Resilience

extension Resilience.ClockReading {
  /// What the clocks show now.
  static var now: Resilience.ClockReading {
    var boot = timespec()
    clock_gettime(CLOCK_BOOTTIME, &boot)
    let wall = wallClock()
    return Resilience.ClockReading(
      bootID: bootIdentity,
      sinceBoot: Instant(nanoseconds: Int64(boot.tv_sec) * 1_000_000_000 + Int64(boot.tv_nsec)),
      wall: wall.seconds * 1_000_000_000 + Int64(wall.nanoseconds))
  }

  /// The name of this boot; empty where the system has none, and then the wall clock decides after a restart.
  private static let bootIdentity: String = {
    guard let stream = fopen("/proc/sys/kernel/random/boot_id", "r") else { return "" }
    defer { fclose(stream) }
    var buffer = [UInt8](repeating: 0, count: 64)
    let count = fread(&buffer, 1, buffer.count, stream)
    return String(decoding: buffer[..<count].prefix { $0 != 0x0A }, as: UTF8.self)
  }()
}

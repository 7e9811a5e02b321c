import Glibc
public import PipelineModel

/// The wall clock, for time stamps in logs, checkpoints and dead letters; of decisions only redelivery.
func wallClock() -> (seconds: Int64, nanoseconds: UInt32) {
  var time = timespec()
  clock_gettime(CLOCK_REALTIME, &time)
  return (Int64(time.tv_sec), UInt32(time.tv_nsec))
}

/// The wall clock as RFC 3339 text in UTC with milliseconds.
public func timestampText() -> String { timestampText(wallClock()) }

/// A time as RFC 3339 text in UTC with milliseconds; earlier times are smaller texts.
func timestampText(_ time: (seconds: Int64, nanoseconds: UInt32)) -> String {
  var seconds = time_t(time.seconds)
  var parts = tm()
  gmtime_r(&seconds, &parts)
  func two(_ value: Int32) -> String { value < 10 ? "0\(value)" : "\(value)" }
  let milliseconds = String(1000 + time.nanoseconds / 1_000_000).dropFirst()
  return "\(parts.tm_year + 1900)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday))T\(two(parts.tm_hour)):"
    + "\(two(parts.tm_min)):\(two(parts.tm_sec)).\(milliseconds)Z"
}

/// A time as RFC 3339 text in UTC with milliseconds.
func timestampText(_ time: Timestamp) -> String { timestampText((time.seconds, time.nanoseconds)) }

extension Timestamp {
  /// The wall clock.
  public static var now: Timestamp {
    let now = wallClock()
    return Timestamp(seconds: now.seconds, nanoseconds: now.nanoseconds)
  }

  /// The instant so much later, to the second.
  func advanced(by duration: Duration) -> Timestamp {
    Timestamp(seconds: seconds + duration.components.seconds, nanoseconds: nanoseconds)
  }
}

/// Nanoseconds of a clock that never jumps.
func monotonicNanoseconds() -> Int64 {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
}

func processID() -> Int32 { getpid() }

import Glibc

/// One figure: the median time of an operation.
struct Timing {
  /// Odd, so that the median is one of them.
  static let runs = 9

  let name: String
  let nanoseconds: Double
  /// Bytes an operation works on, if a throughput means something.
  let bytes: Int?

  /// Times `body`, which does `operations` operations and answers something that depends on all of them.
  ///
  /// - Parameter clock: the time of this thread, or for what waits for a disk or for other threads the time of day.
  init(
    _ name: String, operations: Int, bytes: Int? = nil, clock: clockid_t = CLOCK_THREAD_CPUTIME_ID,
    _ body: () throws -> Int
  ) rethrows {
    self.name = name
    self.bytes = bytes
    var checksum = try body()
    var times: [Double] = []
    for _ in 0..<Self.runs {
      let start = Self.now(clock)
      checksum &+= try body()
      times.append((Self.now(clock) - start) / Double(operations))
    }
    precondition(checksum != .min)
    nanoseconds = times.sorted()[Self.runs / 2]
  }

  /// One line: the time, how often a second, and the throughput.
  func print() {
    let time =
      nanoseconds < 10_000 ? "\(Self.rounded(nanoseconds)) ns" : "\(Self.rounded(nanoseconds / 1000)) µs"
    let rate = "\(Self.rounded(1e9 / nanoseconds / 1000)) k/s"
    let speed = bytes.map { "\(Self.rounded(Double($0) / nanoseconds)) GB/s" } ?? ""
    Swift.print("\(Self.padded(time, 12))\(Self.padded(rate, 16))\(Self.padded(speed, 12))  \(name)")
  }

  private static func now(_ clock: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) * 1e9 + Double(time.tv_nsec)
  }

  private static func rounded(_ value: Double) -> String {
    let hundredths = Int((value * 100).rounded())
    return "\(hundredths / 100).\(hundredths / 10 % 10)\(hundredths % 10)"
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }
}

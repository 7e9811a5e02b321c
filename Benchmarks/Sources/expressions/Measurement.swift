import Glibc

/// What one expression costs.
struct Measurement {
  /// Odd, so that the median is one of them.
  static let runs = 15

  let name: String
  let expression: String
  let nanoseconds: Double
  /// The most it may cost, if that is promised.
  let limit: Double?

  /// Times `body`, which works on `records` records and answers something that depends on all of them.
  init(_ name: String, _ expression: String, limit: Double? = nil, records: Int, _ body: () -> Int) {
    self.name = name
    self.expression = expression
    self.limit = limit
    let repeats = max(1, 200_000 / records)
    var checksum = body()
    var times: [Double] = []
    for _ in 0..<Self.runs {
      let start = Self.threadTime()
      for _ in 0..<repeats { checksum &+= body() }
      times.append((Self.threadTime() - start) / Double(records * repeats))
    }
    precondition(checksum != .min)
    nanoseconds = times.sorted()[Self.runs / 2]
  }

  /// Nanoseconds this thread has computed: other programs on the machine don't count.
  private static func threadTime() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) * 1e9 + Double(time.tv_nsec)
  }

  /// One line: the figure, the limit and whether it is kept.
  func print() {
    let figure = Self.padded(Self.rounded(nanoseconds) + " ns", 10)
    let verdict = limit.map { "limit \(Int($0)) ns " + (nanoseconds <= $0 ? "kept" : "EXCEEDED") } ?? ""
    Swift.print("\(figure)  \(name)\(verdict.isEmpty ? "" : ", " + verdict)\n            \(expression)")
  }

  static func rounded(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return "\(tenths / 10).\(tenths % 10)"
  }

  static func padded(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }
}

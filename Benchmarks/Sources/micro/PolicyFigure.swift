import CAllocations
import Glibc

/// One kind of call: what it may cost, and what it does.
struct PolicyFigure {
  static let calls = 20_000
  private static let rounds = 101

  private let name: String
  private let target: Double?
  private let body: () -> Int

  /// A kind of call; the body makes `calls` of them and answers how many went as they should.
  init(_ name: String, _ target: Double?, _ body: @escaping () -> Int) {
    self.name = name
    self.target = target
    self.body = body
  }

  /// The nanoseconds of CPU time of a call in every round, sorted, and its allocations.
  struct Figures {
    var times: [Double] = []
    var allocations = 0.0
  }

  /// Measures all kinds in turns, so that what else the machine does disturbs all alike.
  static func measure(_ cases: [PolicyFigure]) -> [Figures] {
    var figures = cases.map { _ in Figures() }
    for entry in cases {
      precondition(entry.body() == calls, "\(entry.name): not every call went as it should")
    }
    for _ in 0..<rounds {
      for (index, entry) in cases.enumerated() {
        let allocated = allocations()
        let start = threadTime()
        let done = entry.body()
        let time = threadTime() - start
        figures[index].allocations = Double(allocations() - allocated) / Double(calls)
        precondition(done == calls)
        figures[index].times.append(time / Double(calls))
      }
    }
    for index in figures.indices { figures[index].times.sort() }
    return figures
  }

  /// A row of the table.
  func print(_ figures: Figures) {
    let times = figures.times
    let median = times[times.count / 2]
    let half = "\(Self.tenths(times[times.count / 4]))–\(Self.tenths(times[times.count * 3 / 4]))"
    let cells = [
      name, target.map { "≤ \(Int($0))" } ?? "", Self.tenths(median), half, Self.tenths(figures.allocations),
      target.map { median <= $0 ? "met" : "NOT met" } ?? "",
    ]
    Swift.print("| " + cells.joined(separator: " | ") + " |")
  }

  /// Nanoseconds this thread has computed.
  static func threadTime() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) * 1e9 + Double(time.tv_nsec)
  }

  static func tenths(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return "\(tenths / 10).\(tenths % 10)"
  }
}

import CRawCalls
import Glibc

/// One way to make the calls, and what it took in each round.
struct Contestant: Sendable {
  let name: String
  let title: String
  private let body: @Sendable () async throws -> Void
  private var times: [Double] = []
  private var processor: [Double] = []

  init(name: String, title: String, _ body: @escaping @Sendable () async throws -> Void) {
    self.name = name
    self.title = title
    self.body = body
  }

  /// One round.
  mutating func measure() async throws {
    let began = (time: Self.now(), processor: rawcalls_processor_time())
    try await body()
    times.append(Self.now() - began.time)
    processor.append(rawcalls_processor_time() - began.processor)
  }

  /// The median of what it took, as a share of what the other took in the same round.
  func ratio(to other: Contestant) -> Double { Self.median(zip(times, other.times).map { $0 / $1 }) }

  /// Speed, and processor time of a call.
  func text(calls: Int) -> String {
    let each = Self.median(processor) / Double(calls) * 1e7
    return "\(Int(Double(calls) / Self.median(times))) calls/s, \(each.rounded() / 10) µs of a processor each"
  }

  private static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  private static func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
}

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
  func ratio(to other: Contestant, without start: Contestant? = nil) -> Double {
    Self.ratio(times, other.times, start?.times)
  }

  /// The same of processor time.
  func processorRatio(to other: Contestant, without start: Contestant? = nil) -> Double {
    Self.ratio(processor, other.processor, start?.processor)
  }

  private static func ratio(_ own: [Double], _ other: [Double], _ start: [Double]?) -> Double {
    median(own.indices.map { (own[$0] - (start?[$0] ?? 0)) / other[$0] })
  }

  /// How long it took, and on a processor.
  var text: String {
    let each = Self.median(processor) * 1e4
    let time = Self.median(times) * 1e4
    return "\(time.rounded() / 10) ms, \(each.rounded() / 10) ms of a processor"
  }

  private static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  private static func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
}

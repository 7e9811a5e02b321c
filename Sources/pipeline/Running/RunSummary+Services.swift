import ConfigSpec
import PipelineEngine
import Resilience

extension RunSummary {
  /// What the calls of each service have come to, for people.
  var serviceTable: TextTable {
    // Most runs have none, and then the column isn't there.
    let fellBack = result.services.contains { $0.fallbacks > 0 }
    var table = TextTable(
      [
        .init(title: "service"), .init(title: "attempts", isNumber: true),
        .init(title: "failed", isNumber: true),
        .init(title: "retries", isNumber: true), .init(title: "refused", isNumber: true),
      ] + (fellBack ? [.init(title: "fallbacks", isNumber: true)] : []) + [
        .init(title: "p50", isNumber: true), .init(title: "p99", isNumber: true), .init(title: "circuit"),
      ], indent: 2)
    for service in result.services {
      table.add(
        [
          .init(service.name, .bold), count(service.attempts), count(service.failures, .yellow),
          count(service.retries), count(service.refused, .yellow),
        ] + (fellBack ? [count(service.fallbacks, .yellow)] : []) + [
          .init(latency(service, 0.5)), .init(latency(service, 0.99)), .init(circuit(service)),
        ])
    }
    return table
  }

  /// The same for machines.
  var servicesJSON: JSONValue { .array(result.services.map(json)) }

  private func json(_ service: ServiceSummary) -> JSONValue {
    let failed = FailureClass.allCases.map { ($0.name, whole(service.failed($0))) }
    let phases = service.timeInPhase.sorted { $0.key.rawValue < $1.key.rawValue }.map {
      ($0.key.rawValue, JSONValue.double($0.value.seconds))
    }
    let latency = [("p50", 0.5), ("p90", 0.9), ("p99", 0.99)].map { name, share in
      (name, service.latency.quantile(share).map { JSONValue.double($0.seconds) } ?? .null)
    }
    let members: [(String, JSONValue)] = [
      ("name", .string(service.name)), ("attempts", whole(service.attempts)),
      ("succeeded", whole(service.succeeded)), ("failed", .object(failed)),
      ("timed_out", whole(service.timedOut)), ("retries", whole(service.retries)),
      ("refused", whole(service.refused)), ("fallbacks", whole(service.fallbacks)),
      ("duplicates", whole(service.duplicates)), ("given_up", whole(service.givenUp)),
      ("opened", whole(service.opened)),
      ("compensated", whole(service.compensated)),
      ("compensations_failed", whole(service.compensationsFailed)), ("injected", whole(service.injected)),
      ("circuit", service.phase.map { JSONValue.string($0.rawValue) } ?? .null),
      ("seconds_in_phase", .object(phases)), ("latency_seconds", .object(latency)),
    ]
    return .object(members)
  }

  private func whole(_ count: Int64) -> JSONValue { .int(Int(count)) }

  private func count(_ count: Int64, _ paint: TerminalStyle.Paint? = nil) -> TextTable.Cell {
    count == 0 ? .init("·", .dim) : .init(Amounts.count(count), paint)
  }

  private func latency(_ service: ServiceSummary, _ share: Double) -> String {
    service.latency.quantile(share).map(Amounts.duration) ?? ""
  }

  private func circuit(_ service: ServiceSummary) -> String {
    guard let phase = service.phase else { return "" }
    let name = phase == .halfOpen ? "half-open" : phase.rawValue
    return service.opened == 0 ? name : "\(name), opened \(Amounts.count(service.opened, "time"))"
  }
}

import ConfigSpec
import PipelineEngine
import PipelineModel

/// A plan for machines.
struct PlanJSON {
  private let report: PlanReport

  init(_ report: PlanReport) { self.report = report }

  var value: JSONValue {
    .object([
      ("name", .string(report.name)), ("file", .string(report.file)), ("digest", .string(report.digest)),
      ("policy_digest", .string(report.policyDigest)), ("state_directory", .string(report.stateDirectory)),
      ("deterministic", .bool(report.isDeterministic)),
      (
        "params",
        .array(
          report.params.map {
            .object([
              ("name", .string($0.name)), ("value", .string($0.value)), ("origin", .string($0.origin)),
            ])
          })
      ),
      ("settings", settings(report.settings)), ("source", report.source.map(part) ?? .null),
      ("stages", .array(report.stages.map(part))), ("sinks", .array(report.sinks.map(part))),
      (
        "overrides",
        .array(
          report.overrides.map {
            .object([
              ("path", .string($0.path)), ("value_from", .string($0.later.lineLabel)),
              ("replaces", .string($0.earlier.lineLabel)),
            ])
          })
      ),
      ("notes", .array(report.notes.map { .string($0) })),
    ])
  }

  private func part(_ part: PlanReport.Part) -> JSONValue {
    var members: [(String, JSONValue)] = [("name", .string(part.name)), ("uses", .string(part.uses))]
    if let when = part.when { members.append(("when", .string(when))) }
    if let destination = part.destination { members.append(("destination", .string(destination))) }
    if let delivery = part.delivery { members.append(("delivery", .string(delivery))) }
    members += [
      ("settings", settings(part.settings)), ("policies", .array(part.policies.map { .string($0) })),
      (
        "columns",
        .array(
          part.columns.map {
            .object([
              ("name", .string($0.name)), ("type", .string($0.type.rawValue)),
              ("nullable", .bool($0.isNullable)),
            ])
          })
      ),
    ]
    return .object(members)
  }

  private func settings(_ settings: [Setting]) -> JSONValue {
    .array(
      settings.map {
        .object([
          ("path", .string($0.path)), ("value", .string($0.value)), ("origin", .string($0.origin.label)),
        ])
      })
  }
}

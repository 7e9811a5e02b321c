import ConfigSpec
import PipelineModel
import Resilience

/// The faults that a run makes on purpose, by the service, or stage without one, that they hit.
struct InjectedFaults: Sendable {
  /// Those of the policy files, replaced by those of the command line for the same name.
  let byName: [String: FaultInjectionOptions]

  /// - Throws: `.refused` if a name of the command line is no service or stage that calls.
  init(_ plan: Plan, _ options: RunOptions) throws(EngineProblem) {
    var names: [String] = []
    var services: [String: ServicePolicy] = [:]
    func add(_ policy: CallPolicy, _ stage: String) {
      let name = policy.service?.name ?? stage
      if !names.contains(name) { names.append(name) }
      if let service = policy.service { services[service.name] = service }
      if let reroute = policy.reroute { add(reroute.policy, stage) }
      if let compensation = policy.compensation { add(compensation.policy, stage) }
    }
    for stage in plan.stages {
      if case .call(_, let policy) = stage.work { add(policy, stage.name) }
    }
    for name in options.faults.keys.sorted() where !names.contains(name) {
      throw EngineProblem(
        .refused, "there is no service or stage `\(name)` to inject faults into",
        help: Self.help(name, names, plan))
    }
    byName = services.compactMapValues(\.faults).merging(options.faults) { _, new in new }
  }

  /// One line a rule, such as `fhir-server: transient failures, 20% of attempts`.
  var lines: [String] {
    byName.sorted { $0.key < $1.key }.flatMap { name, options in
      options.rules.map { "\(name): \($0.text)" }
    }
  }

  private static func help(_ name: String, _ names: [String], _ plan: Plan) -> String? {
    for stage in plan.stages where stage.name == name {
      guard case .call(_, let policy) = stage.work, let service = policy.service else {
        return "stage `\(name)` calls nobody" + (names.isEmpty ? "" : "; " + list(names))
      }
      return "stage `\(name)` calls the service `\(service.name)`: name that"
    }
    if names.isEmpty { return "no stage of this pipeline calls anybody" }
    return Suggestion(name, among: names).closest.map { "did you mean `\($0)`?" } ?? list(names)
  }

  private static func list(_ names: [String]) -> String {
    "faults can be injected into " + names.map { "`\($0)`" }.joined(separator: ", ")
  }
}

extension FaultInjectionOptions.Rule {
  /// The rule for people.
  fileprivate var text: String {
    var parts: [String] = []
    if let error = fault.error { parts.append("\(error.name) failures") }
    if let latency = fault.latency { parts.append("\(latency.shortText) latency") }
    let permille = Int((share * 1000).rounded())
    var text = parts.joined(separator: " after ")
    text += ", \(permille / 10)\(permille % 10 == 0 ? "" : ".\(permille % 10)")% of attempts"
    if after > .zero { text += ", from \(after.shortText) on" }
    if let lasting { text += ", for \(lasting.shortText)" }
    if let every { text += ", every \(every.shortText)" }
    return text
  }
}

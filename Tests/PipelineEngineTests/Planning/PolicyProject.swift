import ConfigSpec
import PipelineModel
import PipelineParts
import PipelineTesting
import Testing

@testable import PipelineEngine

/// A pipeline file with policy files beside it, in a directory of its own.
struct PolicyProject {
  let directory = TemporaryDirectory()
  var steps: [StepPart] = .standard
  var environment = ["SLACK_WEBHOOK_URL": "https://hooks.example.org/1"]
  /// Policy files by name, in order.
  var policies: [(name: String, text: String)] = []
  /// The pipeline's stages.
  var stages = "[]"

  init(_ policies: (String, String)..., stages: String = "[]") {
    self.policies = policies
    self.stages = stages
  }

  func plan() -> PlanOutcome {
    for policy in policies { directory.write(policy.name, policy.text) }
    let names = policies.map(\.name).joined(separator: ", ")
    let file = directory.write(
      "pipeline.yaml", "name: test\npolicies: [\(names)]\nstages: \(stages)\nsink: {uses: drop}\n")
    return PlanBuilder.plan(
      PlanInput(file: file, environment: environment),
      catalog: Catalog(sources: .standard, steps: steps, sinks: .standard),
      bodyEncoder: { JSONLinesEncoder(schema: $0) })
  }

  /// The messages of all problems with `file:line:column`, the directory left out.
  func problems() -> [String] {
    plan().diagnostics.sorted.map { problem in
      let place = problem.span.map { "\($0.label.dropFirst(directory.path.count + 1)): " } ?? ""
      return place + problem.message
    }
  }
}

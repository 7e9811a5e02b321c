import ConfigSpec
import PipelineModel
import PipelineTesting
import Resilience
import Testing

@testable import PipelineEngine

@Suite struct PolicyMergeTests {
  private func document(_ texts: String...) -> (
    document: PolicyDocument, overrides: [String], problems: String
  ) {
    var merge = PolicyMerge()
    var diagnostics = Diagnostics()
    var merged: Node?
    for (index, text) in texts.enumerated() {
      guard let node = YAMLReader().read(text: text, path: "\(index + 1).yaml", into: &diagnostics) else {
        continue
      }
      merged = merged.map { merge.files($0, node) } ?? node
    }
    let decoded = merged.map { PolicyDocument.decode($0, diagnostics: diagnostics) }
    let overrides = merge.overrides.map { "\($0.path) \($0.earlier.lineLabel) < \($0.later.lineLabel)" }
    return (decoded?.options ?? PolicyDocument(), overrides, decoded?.diagnostics.text() ?? "")
  }

  @Test func servicesMergePerKey() {
    let result = document(
      "services: {a: {failure_threshold: 3, timeout_ms: 5000}, b: {}}",
      "services: {a: {failure_threshold: 9}, c: {}}")
    #expect(result.document.services.names == ["a", "b", "c"])
    #expect(result.document.services["a"]?.circuitBreaker.failureThreshold == 9)
    #expect(result.document.services["a"]?.timeout.attempt == .seconds(5))
    #expect(result.overrides == ["services.a.failure_threshold 1.yaml:1 < 2.yaml:1"])
  }

  @Test func aLaterTimeoutReplacesAnEarlierOneInMilliseconds() {
    let result = document("services: {a: {timeout_ms: 5000}}", "services: {a: {timeout: 2s}}")
    #expect(result.problems == "")
    #expect(result.document.services["a"]?.timeout.attempt == .seconds(2))
    #expect(result.overrides == ["services.a.timeout_ms 1.yaml:1 < 2.yaml:1"])
  }

  @Test func aLaterStrategyJitterAndFallbackReplaceTheWholeEarlierOne() {
    let result = document(
      "services: {a: {retry: {base_delay: 1s, jitter: {plus: 10%}, max_retries: 7}, fallback: {value: 1}}}",
      "services: {a: {retry: {strategy: fixed, delay: 4s, jitter: {spread: 20%}}, fallback: skip}}")
    #expect(result.problems == "")
    let service = result.document.services["a"]
    #expect(service?.retry.strategy == .fixed)
    #expect(service?.retry.maxRetries == 7)
    #expect(service?.retry.jitter == .spread(0.2))
    #expect(service?.fallback?.options?.substitute == .skip)
    #expect(
      result.overrides == [
        "services.a.fallback 1.yaml:1 < 2.yaml:1", "services.a.retry.jitter 1.yaml:1 < 2.yaml:1",
        "services.a.retry.base_delay 1.yaml:1 < 2.yaml:1",
      ])
  }

  @Test func alertsAndChannelsMergeByName() {
    let result = document(
      "alerts: [{name: a, condition: x > 1}, {name: b, condition: y > 1}]\nchannels: {c: {uses: file, with: {path: p}}}",
      "alerts: [{name: b, severity: critical}, {name: d, condition: z > 1}]\nchannels: {c: {uses: log}}")
    #expect(result.problems == "")
    #expect(result.document.alerts.map(\.name) == ["a", "b", "d"])
    #expect(result.document.alerts[1].condition.text == "y > 1")
    #expect(result.document.alerts[1].severity == .critical)
    #expect(result.document.channels["c"]?.uses == .log)
    #expect(result.document.channels["c"]?.with == nil)
  }

  @Test func laterRulesComeFirst() {
    let result = document(
      "errors: [{match: {type: A}, class: fatal}]\nrouting: {rules: [{component: a, channels: [log]}]}",
      "errors: [{match: {type: B}, class: fatal}]\nrouting: {rules: [{component: b, channels: [log]}]}")
    #expect(result.document.errors.map(\.match.types.items) == [["B"], ["A"]])
    #expect(result.document.routing.rules.map(\.component) == ["b", "a"])
    #expect(result.overrides.isEmpty)
  }

  @Test func problemsOfAllFilesComeInTheOrderOfTheFiles() {
    let project = PolicyProject(
      ("a.yaml", "services: {a: {failure_threshold: 0}}\nbogus: 1\n"),
      ("b.yaml", "services: {a: {timeout: 5}}\n"), ("c.yaml", "alerts: [{name: a}]\n"))
    #expect(
      project.problems() == [
        "a.yaml:1:35: `failure_threshold` must be at least 1, found 0", "a.yaml:2:1: unknown key `bogus`",
        "b.yaml:1:25: `timeout` must be a duration such as `500ms`, `5s`, `2m` or `1h30m`, found 5",
        "c.yaml:1:11: the key `condition` is missing in `alerts[0]`",
      ])
  }

  @Test func aReplacedValueIsCheckedAllTheSame() {
    let project = PolicyProject(
      ("a.yaml", "services: {a: {failure_threshold: x}}\n"),
      ("b.yaml", "services: {a: {failure_threshold: 3}}\n"))
    #expect(
      project.problems() == ["a.yaml:1:35: `failure_threshold` must be a whole number, found `x`"])
  }

  @Test func aMissingFileIsAMistakeOfTheList() {
    let project = PolicyProject(("a.yaml", "services: {}\n"))
    project.directory.write("a.yaml", "services: {}\n")
    let file = project.directory.write(
      "p.yaml", "name: t\npolicies: [a.yaml, no.yaml, ./a.yaml]\nstages: []\nsink: {uses: drop}\n")
    let problems = PlanBuilder.plan(
      PlanInput(file: file), catalog: Catalog(sources: [], steps: [], sinks: []),
      bodyEncoder: { _ in preconditionFailure("no run") }
    ).diagnostics.sorted.map { "\($0.span?.start.line ?? 0):\($0.span?.start.column ?? 0) \($0.message)" }
    #expect(
      problems.prefix(2) == [
        "2:20 the policy file can't be used: `\(project.directory.file("no.yaml"))` does not exist",
        "2:29 the policy file `./a.yaml` is listed twice",
      ])
  }

  @Test func planTellsWhatReplacedWhat() {
    let project = PolicyProject(
      ("a.yaml", "dead_letter_queue: {max_size: 10}\n"), ("b.yaml", "dead_letter_queue: {max_size: 20}\n"))
    let outcome = project.plan()
    #expect(outcome.report.overrides.map(\.path) == ["dead_letter_queue.max_size"])
    #expect(outcome.plan?.deadLetters.maxSize == 20)
  }
}

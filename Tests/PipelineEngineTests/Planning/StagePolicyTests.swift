import ConfigSpec
import PipelineModel
import PipelineTesting
import Resilience
import Testing

@testable import PipelineEngine

@Suite struct StagePolicyTests {
  static let services = """
    services:
      fhir-server:
        failure_threshold: 3
        timeout_ms: 5000
        retry: {base_delay: 1s, budget: {share: 10%}}
        half_open: {lease: 20s}
      mirror: {timeout: 1s, on_refusal: fallback, fallback: {value: 1}}
    """

  private func project(_ stages: String) -> PolicyProject {
    var project = PolicyProject(("p.yaml", Self.services), stages: "\n" + stages)
    project.steps.append(StepPart(TestCall.self))
    return project
  }

  private func policy(_ stages: String) throws -> CallPolicy {
    let outcome = project(stages).plan()
    #expect(outcome.diagnostics.text() == "")
    guard case .call(_, let policy) = try #require(outcome.plan).stages[0].work else {
      throw Failure("TestError", .permanent, "no call")
    }
    return policy
  }

  @Test func aStageWithoutRetriesNeedsNotTakeBackItsServicesDelays() throws {
    let policy = try policy(
      """
        - name: patient
          uses: call
          service: fhir-server
          with: {url: a}
          policy: {retry: {max_retries: 0}}
      """)
    #expect(policy.stack.retry.maxRetries == 0)
  }

  @Test func aStagesPolicyStandsOnTopOfItsServices() throws {
    let policy = try policy(
      """
        - name: patient
          uses: call
          service: fhir-server
          with: {url: a}
          policy: {timeout: 2s, retry: {max_retries: 5}, deadline: 1m, max_wait: 3m}
      """)
    #expect(policy.service?.name == "fhir-server")
    #expect(policy.service?.options.circuitBreaker?.failureThreshold == 3)
    #expect(policy.service?.retryBudget == RetryBudgetOptions(share: 0.1, minimum: 3))
    #expect(policy.stack.timeout == TimeoutOptions(attempt: .seconds(2), deadline: .seconds(60)))
    #expect(policy.stack.retry.maxRetries == 5)
    #expect(policy.stack.retry.baseDelay == .seconds(1))
    #expect(policy.stack.retry.budget == nil)
    #expect(policy.stack.refusal.maxWait == .seconds(180))
  }

  @Test func aStageWithoutServiceHasNothingShared() throws {
    let policy = try policy("  - {name: a, uses: call, with: {url: a}, policy: {retry: none, timeout: 1s}}")
    #expect(policy.service == nil)
    #expect(policy.stack.retry.strategy == .none)
    #expect(policy.stack.timeout.attempt == .seconds(1))
  }

  @Test func aStageWithNothingHasTheDefaultRetries() throws {
    let policy = try policy("  - {name: a, uses: call, with: {url: a}}")
    #expect(policy.stack == StackOptions())
  }

  @Test func aFallbackServiceGetsTheCallWithItsOwnPolicy() throws {
    let policy = try policy(
      """
        - name: patient
          uses: call
          service: fhir-server
          with: {url: a, into: x}
          policy: {fallback: {service: mirror, with: {url: b}}}
      """)
    let reroute = try #require(policy.reroute)
    #expect((reroute.step as? TestCall.Step)?.url == "b")
    #expect((reroute.step as? TestCall.Step)?.slot == 0)
    #expect(reroute.policy.service?.name == "mirror")
    #expect(reroute.policy.stack.timeout.attempt == .seconds(1))
    #expect(reroute.policy.stack.fallback == nil)
    #expect(reroute.policy.stack.refusal.onRefusal == .wait)
  }

  @Test func aCompensationHasItsOwnPolicyOnTopOfTheServices() throws {
    let policy = try policy(
      """
        - name: patient
          uses: call
          service: fhir-server
          with: {url: a}
          policy: {timeout: 2s}
          compensate: {uses: call, with: {url: undo}, policy: {retry: {max_retries: 9}}}
      """)
    let compensation = try #require(policy.compensation)
    #expect((compensation.step as? TestCall.Step)?.url == "undo")
    #expect(compensation.policy.service?.name == "fhir-server")
    #expect(compensation.policy.stack.timeout.attempt == .seconds(5))
    #expect(compensation.policy.stack.retry.maxRetries == 9)
  }

  @Test func anIdempotencyKeyIsCompiled() throws {
    let policy = try policy(
      "  - {name: a, uses: call, with: {url: a}, policy: {idempotency: {key: meta.id, ttl: 7d}}}")
    #expect(policy.stack.idempotency?.timeToLive == .seconds(7 * 86_400))
    #expect(policy.idempotencyKey?.text == "meta.id")
  }

  @Test func planShowsTheLayersInTheirOrderWithOrigins() {
    let project = project(
      """
        - name: patient
          uses: call
          service: fhir-server
          with: {url: a}
          policy:
            timeout: 2s
            retry: {max_retries: 5}
            fallback: {value: {}}
      """)
    let outcome = project.plan()
    let lines = outcome.report.stages[0].policies.map {
      $0.replacing(project.directory.path + "/", with: "")
    }
    #expect(
      lines == [
        "fallback: value {} for transient, system (pipeline.yaml:11)",
        "retry: max_retries 5 (pipeline.yaml:10), base_delay 1s (p.yaml:5), budget.share 10% (p.yaml:5); "
          + "default: strategy exponential, max_delay 1m, jitter.spread 50%, max_retry_after 10m, "
          + "budget.minimum 3",
        "circuit_breaker of fhir-server: failure_threshold 3 (p.yaml:3), half_open.lease 20s (p.yaml:6); "
          + "default: success_threshold 1, reset_timeout 1m, half_open.max_calls 1, half_open.max_concurrent 1, "
          + #"state normal, count_as_failure ["transient", "system"]"#,
        "timeout: 2s (pipeline.yaml:9)", "refused calls: default: on_refusal wait, max_wait 10m",
        "recover: default: wait 5s, attempts 3, base_delay 1s, max_delay 1m",
      ])
  }

  @Test func policiesChangeTheirOwnDigestOnly() {
    let one = project("  - {name: a, uses: call, with: {url: a}, policy: {timeout: 1s}}").plan().report
    let two = project("  - {name: a, uses: call, with: {url: a}, policy: {timeout: 2s}}").plan().report
    let same = project("  - {name: a, uses: call, with: {url: a}, policy: {timeout: 1000ms}}").plan().report
    #expect(one.digest == two.digest)
    #expect(one.policyDigest != two.policyDigest)
    #expect(one.policyDigest == same.policyDigest)
  }

  @Test func servicesThatNobodyCallsAreNoted() {
    let outcome = project("  - {name: a, uses: call, service: mirror, with: {url: a}}").plan()
    #expect(outcome.report.notes == ["no stage calls the service `fhir-server`"])
  }

  @Test(arguments: [
    ("service: fhir-sever", "5:28: there is no service `fhir-sever`"),
    ("policy: {bulkhead: {max_concurrent: 1}}", "5:28: `bulkhead` is shared by all stages of a service"),
    ("policy: {retry: {budget: {}}}", "5:36: `budget` is shared by all stages of a service"),
    ("policy: {timout: 1s}", "5:28: unknown key `timout` in `policy`"),
    ("policy: {timeout: 1s, timeout_ms: 1}", "5:41: `timeout` and `timeout_ms` are one setting"),
    ("policy: {on_refusal: fallback}", "5:40: `on_refusal: fallback` needs a `fallback`"),
    ("policy: {fallback: {service: mirrr}}", "5:48: there is no service `mirrr`"),
    (
      "policy: {fallback: {service: mirror, with: {into: z}}}",
      "5:62: the fallback assigns other columns than the stage"
    ),
    ("policy: {idempotency: {key: 'nope +'}}", "5:54: the expression ends where a value is expected"),
    ("policy: 5", "5:27: `policy` must be a map, found 5"),
    ("compensate: {uses: set, with: {fields: {x: '1'}}}", "5:38: `set` can't undo anything: it calls nobody"),
    ("compensate: {uses: call, with: {url: a, into: b}}", "5:50: what a compensation answers is not kept"),
    (
      "compensate: {uses: call, with: {url: a}, policy: {fallback: skip}}",
      "5:69: `fallback` does nothing here: there is nothing to fall back from"
    ),
    ("compensate: {uses: cal}", "5:38: there is no step `cal`"),
  ]) func mistakesOfStagesAreReported(_ key: String, _ problem: String) {
    let problems = project("  - {name: abc, uses: call, with: {url: a},\n                  \(key)}")
      .problems()
    #expect(problems == ["pipeline.yaml:" + problem])
  }

  @Test func helpNamesTheService() {
    let outcome = project(
      "  - {name: a, uses: call, service: fhir-server, with: {url: a}, policy: {state: isolated}}"
    ).plan()
    #expect(
      outcome.diagnostics.sorted.first?.help == "set it under `services.fhir-server` in a policy file")
  }

  @Test func mistakesOfOneStageComeTogether() {
    let problems = project(
      """
        - name: a
          uses: call
          service: nobody
          with: {}
          policy: {state: normal, timeout: 5, idempotency: {key: "1 +"}}
          compensate: {uses: call, policy: {fallback: skip}}
      """
    ).problems().map { $0.dropFirst("pipeline.yaml:".count) }
    #expect(
      problems == [
        "6:14: there is no service `nobody`", "7:11: the key `url` is missing in `stages[0].with`",
        "8:14: `state` is shared by all stages of a service",
        "8:38: `timeout` must be a duration such as `500ms`, `5s`, `2m` or `1h30m`, found 5",
        "8:64: the expression ends where a value is expected",
        "9:24: the key `url` is missing in `stages[0].compensate.with`",
        "9:39: `fallback` does nothing here: there is nothing to fall back from",
      ])
  }

  @Test func aTimeoutAboveTheLeaseOfItsServiceIsAnError() {
    let problems = project(
      "  - {name: a, uses: call, service: fhir-server, with: {url: a}, policy: {timeout: 30s}}"
    ).problems()
    #expect(problems == ["p.yaml:6:24: `lease` must be longer than `timeout` (30s), found 20s"])
  }

  @Test(arguments: ["service: mirror", "policy: {timeout: 1s}", "compensate: {uses: call, with: {url: a}}"])
  func keysOfCallsDoNothingOnOtherSteps(_ key: String) {
    let name = key.prefix { $0 != ":" }
    let problems = project("  - {name: a, uses: filter, with: {keep: 'true'},\n     \(key)}").problems()
    #expect(
      problems == ["pipeline.yaml:5:6: `\(name)` does nothing here: `filter` calls nobody"])
  }

  @Test func aComponentIsWelcomeOnEveryStage() {
    let outcome = project("  - {name: a, uses: filter, component: api, with: {keep: 'true'}}").plan()
    #expect(outcome.diagnostics.text() == "")
    let setting = outcome.report.stages[0].settings.first { $0.path == "stages[0].component" }
    #expect(setting?.value == "api")
    #expect(setting?.origin.label.hasSuffix("pipeline.yaml:4") ?? false)
  }

  @Test func policyKeysInThePipelineFileAreSentHome() {
    let project = PolicyProject(stages: "[]\nservices: {}")
    #expect(project.problems() == ["pipeline.yaml:4:1: `services` belongs in a policy file"])
  }
}

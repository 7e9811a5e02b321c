import ConfigSpec
import PipelineModel
import Resilience
import Testing

@testable import PipelineEngine

@Suite struct PolicySpecTests {
  @Test func everyPropertyIsDeclared() {
    var problems: [String] = []
    func check<Options: Configurable>(_ type: Options.Type) { problems += SpecGuard.problems(type) }
    let types: [any Configurable.Type] =
      [
        PipelineDocument.self, StageOptions.self, CompensationSettings.self, PolicyDocument.self,
        ServiceSettings.self, FailureRateOptions.self, SlowCallOptions.self, HalfOpenOptions.self,
        RetryOptions.self, RetryBudgetOptions.self, JitterShare.self, BulkheadOptions.self,
        RateLimitOptions.self, RecoveryOptions.self, FaultInjectionOptions.Rule.self, FallbackSettings.self,
        IdempotencySettings.self, DeadLetterSettings.self, AlertRule.self, RoutingSettings.self,
        RoutingRule.self, ChannelSettings.self, ErrorRule.self, ErrorMatch.self,
      ] + ChannelKind.allCases.map(\.optionsType)
    for type in types { check(type) }
    #expect(problems == [])
  }

  @Test func everyKeyOfAServiceIsRead() throws {
    let text = """
      services:
        a:
          failure_threshold: 7
          success_threshold: 2
          timeout: 1500ms
          reset_timeout: 45s
          failure_rate: {threshold: 25%, window: 200 calls, minimum_calls: 20}
          slow_call: {threshold: 800ms, rate: 0.75}
          half_open: {max_calls: 4, max_concurrent: 2, lease: 10s}
          state: isolated
          count_as_failure: [retriable, fatal]
          on_refusal: dead_letter
          max_wait: 2m
          retry:
            strategy: exponential
            max_retries: 5
            base_delay: 100ms
            max_delay: 4s
            jitter: {plus: 10%}
            max_elapsed: 1m
            max_retry_after: 30s
            budget: {share: 10%, minimum: 2}
          deadline: 20s
          bulkhead: {max_concurrent: 8, max_queue: 100, max_wait: 3s}
          rate_limit: {calls: 50, per: 1m, burst: 5}
          fallback: {service: b, with: {url: "http://b"}, classes: [transient]}
          idempotency: {key: order_id, ttl: 7d, max_keys: 10}
          recover: {wait: 1s, attempts: 2, base_delay: 2s, max_delay: 5s}
          inject:
            - {share: 20%, error: transient, latency: 2s, after: 1m, for: 5s, every: 10s}
      """
    let decoded = PolicyDocument.decode(text: text)
    #expect(decoded.diagnostics.text() == "")
    let service = try #require(decoded.options?.services["a"])
    let circuit = service.circuitBreaker
    #expect(circuit.failureThreshold == 7)
    #expect(circuit.successThreshold == 2)
    #expect(circuit.resetTimeout == .seconds(45))
    #expect(circuit.failureRate == FailureRateOptions(threshold: 0.25, window: .calls(200), minimumCalls: 20))
    #expect(circuit.slowCall == SlowCallOptions(threshold: .milliseconds(800), rate: 0.75))
    #expect(circuit.halfOpen == HalfOpenOptions(maxCalls: 4, maxConcurrent: 2, lease: .seconds(10)))
    #expect(circuit.state == .isolated)
    #expect(circuit.countAsFailure == FailureClasses(.transient, .permanent))
    #expect(service.timeout == TimeoutOptions(attempt: .milliseconds(1500), deadline: .seconds(20)))
    #expect(service.refusal.onRefusal == .deadLetter)
    #expect(service.refusal.maxWait == .seconds(120))
    #expect(service.retry.maxRetries == 5)
    #expect(service.retry.baseDelay == .milliseconds(100))
    #expect(service.retry.maxDelay == .seconds(4))
    #expect(service.retry.jitter == .plus(0.1))
    #expect(service.retry.maxElapsed == .seconds(60))
    #expect(service.retry.maxRetryAfter == .seconds(30))
    #expect(service.retry.budget == RetryBudgetOptions(share: 0.1, minimum: 2))
    #expect(service.bulkhead == BulkheadOptions(maxConcurrent: 8, maxQueue: 100, maxWait: .seconds(3)))
    #expect(service.rateLimit == RateLimitOptions(calls: 50, per: .seconds(60), burst: 5))
    #expect(service.fallback?.options == FallbackOptions(.service("b"), classes: .init(.transient)))
    #expect(service.idempotency?.key?.text == "order_id")
    #expect(service.idempotency?.options.timeToLive == .seconds(7 * 86_400))
    #expect(service.idempotency?.options.maxKeys == 10)
    #expect(service.recovery.wait == .seconds(1))
    #expect(service.recovery.attempts == 2)
    #expect(service.recovery.baseDelay == .seconds(2))
    #expect(service.recovery.maxDelay == .seconds(5))
    let fault = try #require(service.inject.first)
    #expect(fault.share == 0.2)
    #expect(fault.fault == InjectedFault(latency: .seconds(2), error: .transient))
    #expect(fault.after == .seconds(60))
    #expect(fault.lasting == .seconds(5))
    #expect(fault.every == .seconds(10))
  }

  @Test(arguments: [
    ("true", Jitter.spread(0.5)), ("false", Jitter.none), ("none", Jitter.none), ("full", .full),
    ("equal", .equal), ("decorrelated", .decorrelated), ("{plus: 10%}", .plus(0.1)),
    ("{spread: 0.25}", .spread(0.25)),
  ]) func everyFormOfJitterIsRead(_ written: String, _ jitter: Jitter) {
    let decoded = RetryOptions.decode(text: "jitter: \(written)")
    #expect(decoded.diagnostics.text() == "")
    #expect(decoded.options?.jitter == jitter)
  }

  @Test func theDefaultsAreThoseOfTheDocuments() {
    let retry = RetryOptions.decode(text: "{}").options
    #expect(retry?.maxRetries == 3)
    #expect(retry?.baseDelay == .seconds(2))
    #expect(retry?.maxDelay == .seconds(60))
    #expect(retry?.effectiveJitter == .spread(0.5))
  }

  @Test(arguments: [
    ("{value: null}", FallbackOptions.Substitute.value("null")),
    ("{value: {a: [1, x]}}", .value(#"{"a":[1, "x"]}"#)), ("skip", .skip), ("{skip: true}", .skip),
    ("{service: b}", .service("b")),
  ]) func everyFormOfFallbackIsRead(_ written: String, _ substitute: FallbackOptions.Substitute) {
    let decoded = ServiceSettings.decode(text: "fallback: \(written)")
    #expect(decoded.diagnostics.text() == "")
    #expect(decoded.options?.fallback?.options?.substitute == substitute)
  }

  @Test func errorRulesBecomeTheClassification() throws {
    let text = """
      errors:
        - match: {type: HTTPError, status: [429, 503]}
          class: retriable
          severity: LOW
        - {match: {message: quota}, class: fatal}
      """
    let rules = try #require(PolicyDocument.decode(text: text).options).errors.map(\.rule)
    let classification = Classification(rules: rules)
    let busy = classification.classify(Failure("HTTPError", .permanent, "503", status: 503))
    #expect(busy == (.transient, .low))
    let quota = classification.classify(Failure("HTTPError", .transient, "quota exceeded", status: 500))
    #expect(quota == (.permanent, .medium))
    #expect(classification.classify(Failure("X", .business, "no")) == (.business, .medium))
  }

  @Test(arguments: [
    ("critical", Severity.critical), ("HIGH", .high), ("Warning", .medium), ("error", .high), ("info", .info),
  ]) func severitiesAreReadInAnyCase(_ written: String, _ severity: Severity) {
    let decoded = AlertRule.decode(text: "{name: a, condition: x > 1, severity: \(written)}")
    #expect(decoded.diagnostics.text() == "")
    #expect(decoded.options?.severity == severity)
  }
}

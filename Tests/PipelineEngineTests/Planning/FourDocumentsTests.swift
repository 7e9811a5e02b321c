import ConfigSpec
import PipelineModel
import Resilience
import Testing

@testable import PipelineEngine

/// The four policy documents that teams already have.
enum FourDocuments {
  static let circuitBreaker = """
    services:                              # circuit-breaker-config.yaml
      fhir-server:
        failure_threshold: 3               # consecutive failures that open the circuit
        success_threshold: 2               # consecutive successful probes that close it
        timeout_ms: 5000                   # limit of one attempt
        reset_timeout_ms: 30000            # how long the circuit stays open
    """
  static let deadLetters = """
    dead_letter_queue:                     # dlq-config.yaml
      enabled: true
      max_retries: 3                       # automatic redeliveries of an entry before it stays parked
      retry_delay: 300                     # seconds between redeliveries
      max_size: 10000
      retention_days: 30
    """
  static let alerts = """
    alerts:
      - name: high-error-rate
        condition: rate(errors_total[5m]) > 10
        severity: critical
        annotations:
          summary: High error rate detected
          description: 'Error rate is {{ $value }} per second'

      - name: dlq-threshold
        condition: dlq_messages > 100
        severity: warning
        annotations:
          summary: Dead letter queue is growing
          description: 'DLQ has {{ $value }} messages'
    """
  static let routing = """
    routing:                               # routing.yaml
      rules:
        - {severity: critical, component: database, channels: [pagerduty, slack], response_time: immediate}
        - {severity: high, component: data_pipeline, channels: [slack, email], response_time: 1h}
      default: [email]
    channels:
      slack: {uses: slack, with: {webhook_url: "${SLACK_WEBHOOK_URL}"}}
    """
  static let all: [(String, String)] = [
    ("circuit-breaker-config.yaml", circuitBreaker), ("dlq-config.yaml", deadLetters),
    ("alerts.yaml", alerts), ("routing.yaml", routing),
  ]
}

@Suite struct FourDocumentsTests {
  @Test(arguments: FourDocuments.all) func eachLoadsUnchanged(_ document: (name: String, text: String)) {
    var project = PolicyProject()
    project.policies = [document]
    let outcome = project.plan()
    #expect(outcome.diagnostics.text() == "")
    #expect(outcome.plan != nil)
  }

  @Test func theyLoadTogether() throws {
    var project = PolicyProject()
    project.policies = FourDocuments.all
    let outcome = project.plan()
    #expect(outcome.diagnostics.text() == "")
    let limits = try #require(outcome.plan).deadLetters
    #expect(limits.maxSize == 10_000)
    #expect(limits.retention == .seconds(30 * 86_400))
    #expect(limits.redelivery == Redelivery(maxRetries: 3, delay: .seconds(300)))
    #expect(outcome.report.overrides.isEmpty)
    #expect(
      outcome.report.notes == [
        "2 alert rules are checked but not evaluated yet: nobody is told when one fires",
        "no stage calls the service `fhir-server`",
      ])
  }

  @Test func theirValuesArriveWithTheirMeaning() throws {
    let text = FourDocuments.all.map(\.1).joined(separator: "\n")
      .replacing("${SLACK_WEBHOOK_URL}", with: "https://hooks.example.org/1")
    let document = try #require(PolicyDocument.decode(text: text).options)
    let service = try #require(document.services["fhir-server"])
    #expect(service.circuitBreaker.failureThreshold == 3)
    #expect(service.circuitBreaker.successThreshold == 2)
    #expect(service.timeout.attempt == .seconds(5))
    #expect(service.circuitBreaker.resetTimeout == .seconds(30))
    #expect(document.deadLetterQueue.maxRetries == 3)
    #expect(document.deadLetterQueue.retryDelay == .seconds(300))
    #expect(document.alerts.map(\.severity) == [.critical, .medium])
    #expect(document.alerts[0].condition.text == "rate(errors_total[5m]) > 10")
    #expect(document.routing.rules[0].responseTime == .immediate)
    #expect(document.routing.rules[1].responseTime == .within(.seconds(3_600)))
    #expect(document.routing.standard.map(\.value) == ["email"])
  }

  @Test func planShowsWhereEachSettingCameFrom() {
    var project = PolicyProject()
    project.policies = FourDocuments.all
    let settings = project.plan().report.settings
    let size = settings.first { $0.path == "dead_letter_queue.max_size" }
    #expect(size?.value == "10000")
    #expect(size?.origin.label.hasSuffix("dlq-config.yaml:5") ?? false)
    #expect(settings.first { $0.path == "dead_letter_queue.on_full" }?.origin.label == "default")
    #expect(!settings.contains { $0.value.contains("hooks.example.org") })
  }
}

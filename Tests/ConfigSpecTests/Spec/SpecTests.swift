import ConfigSpec
import Testing

@Suite struct SpecTests {
  @Test func readsEveryKindOfField() throws {
    let decoded = Breaker.decode(
      text: """
        failure_threshold: 0x1F
        timeout_ms: 2000
        retry: {max_retries: 5, jitter: {plus: 10%}}
        state: OFF
        window: 100 calls
        token: hunter2
        hosts: [a, 012, no]
        condition: a > 1
        max_bytes: 64MiB
        labels: {b: 1:30, a: "x"}
        """, path: "a.yaml")
    #expect(decoded.diagnostics.text() == "")
    let options = try #require(decoded.options)
    #expect(options.failureThreshold == 31)
    #expect(options.retry.jitter == .plus(.percent(10)))
    for setting in Breaker.spec.describe(options, decoded.origins) {
      print(setting.path, setting.value, setting.origin.label)
    }
    print(Breaker.spec.canonicalText(options))
  }

  @Test func reports() {
    let decoded = Breaker.decode(
      text: """
        failure_treshold: 3
        failure_threshold: 0
        timeout: 5
        timeout_ms: 5
        retry: {max_retries: "5", jitter: {plus: 110}}
        state: onn
        window: 100 cals
        token: {a: hunter2}
        hosts: [a, {b: c}]
        condition: a == 'x # y'
        max_bytes: 64
        labels: x
        circuit: {}
        """, path: "a.yaml")
    print(decoded.diagnostics.text())
  }
}

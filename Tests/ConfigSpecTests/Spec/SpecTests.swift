import ConfigSpec
import Testing

@Suite struct SpecTests {
  private let everything = """
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
    """

  @Test func readsEveryKindOfField() throws {
    let decoded = Breaker.decode(text: everything)
    #expect(decoded.diagnostics.text() == "")
    let options = try #require(decoded.options)
    #expect(options.failureThreshold == 31)
    #expect(options.timeout == .seconds(2))
    #expect(options.resetTimeout == .seconds(30))
    #expect(options.retry.maxRetries == 5)
    #expect(options.retry.jitter == .plus(.percent(10)))
    #expect(options.state == .disabled)
    #expect(options.window == .calls(100))
    #expect(options.token.reveal() == "hunter2")
    #expect(options.hosts == ["a", "012", "no"])
    #expect(options.condition?.text == "a > 1")
    #expect(options.maxBytes == .mebibytes(64))
    #expect(options.labels.names == ["b", "a"])
    #expect(options.labels["b"] == "1:30")
  }

  @Test func describesEverySettingWithItsOrigin() throws {
    let decoded = Breaker.decode(text: everything, path: "a.yaml")
    let settings = Breaker.spec.describe(try #require(decoded.options), decoded.origins)
    #expect(
      settings.map { "\($0.path) = \($0.value) (\($0.origin.label))" } == [
        "failure_threshold = 31 (a.yaml:1)", "timeout = 2s (a.yaml:2)", "reset_timeout_ms = 30000 (default)",
        "retry.max_retries = 5 (a.yaml:3)", "retry.jitter.plus = 10% (a.yaml:3)",
        "state = disabled (a.yaml:4)",
        "window = 100 calls (a.yaml:5)", "token = (secret) (a.yaml:6)",
        "hosts = [\"a\", \"012\", \"no\"] (a.yaml:7)",
        "condition = a > 1 (a.yaml:8)", "max_bytes = 64MiB (a.yaml:9)", "labels.b = 1:30 (a.yaml:10)",
        "labels.a = x (a.yaml:10)", "note =  (default)",
      ])
  }

  @Test func shorthandAnswersForEverythingBelowIt() throws {
    let decoded = Breaker.decode(text: "retry: 7", path: "a.yaml")
    let options = try #require(decoded.options)
    #expect(options.retry.maxRetries == 7)
    #expect(decoded.origins["retry.max_retries"].label == "a.yaml:1")
    #expect(decoded.origins["timeout"].label == "default")
  }

  @Test func canonicalTextHoldsMeaningOnly() throws {
    func canonical(_ text: String) throws -> String {
      Breaker.spec.canonicalText(try #require(Breaker.decode(text: text).options))
    }
    #expect(try canonical(everything).contains("hunter2") == false)
    #expect(try canonical("labels: {b: 1, a: 2}") == #"{"labels":{"a":"2","b":"1"}}"#)
    #expect(try canonical("note: x\ntoken: y\ntimeout: 5s") == "{}")
    #expect(
      try canonical("timeout_ms: 90000\nreset_timeout_ms: 90000")
        == canonical("reset_timeout_ms: 90000\ntimeout: 1m30s"))
  }

  @Test(
    arguments: [
      Marked("«failure_treshold»: 3", "unknown key `failure_treshold`"),
      Marked("failure_threshold: «0»", "`failure_threshold` must be at least 1, found 0"),
      Marked("failure_threshold: «012»", "`failure_threshold` must be a whole number, found `012`"),
      Marked(
        "failure_threshold: «\"5\"»", "`failure_threshold` must be a whole number, found the quoted text `5`"),
      Marked("failure_threshold: «[1]»", "`failure_threshold` must be a whole number, found a list"),
      Marked("«failure_threshold»:", "`failure_threshold` has no value"),
      Marked("failure_threshold: «~»", "`failure_threshold` has no value"),
      Marked("timeout: «5»", "`timeout` must be a duration such as `500ms`, `5s`, `2m` or `1h30m`, found 5"),
      Marked("timeout_ms: «5s»", "`timeout_ms` must be a number of milliseconds, found `5s`"),
      Marked("timeout: 5s\n«timeout_ms»: 5", "`timeout` and `timeout_ms` are one setting"),
      Marked("timeout: «2d»", "`timeout` must be at most 1d, found `2d`"),
      Marked("timeout: «1m»", "`timeout` is longer than `reset_timeout_ms`"),
      Marked("timeout_ms: «60000»", "`timeout` is longer than `reset_timeout_ms`"),
      Marked("retry: {«max_retry»: 5}", "unknown key `max_retry` in `retry`"),
      Marked("retry: {jitter: {plus: «110»}}", "`plus` can't be more than the whole, found `110`"),
      Marked(
        "retry: {jitter: «fully»}",
        "`jitter` must be `true` or `false` or `none` or `full` or a map, found `fully`"),
      Marked("retry:\n  «jitter»: {}", "`jitter` takes either `plus` or `spread`"),
      Marked("state: «isolate»", "`state` must be `normal`, `isolated` or `disabled`, found `isolate`"),
      Marked(
        "window: «100 cals»",
        "`window` must be a duration or a number of calls such as `100 calls`, found `100 cals`"),
      Marked("hosts: «a»", "`hosts` must be a list, found `a`"),
      Marked("hosts: [a, «{b: c}»]", "`hosts[1]` must be text, found a map"),
      Marked("condition: a == 'x «# y'»", "`condition` is cut off here: in YAML ` #` begins a comment"),
      Marked("condition: a «# y»", "`condition` ends before ` #`, which begins a YAML comment"),
      Marked("condition: «{job=\"x\"}»", "`condition` must be an expression, found a map"),
      Marked("max_bytes: «64»", "`max_bytes` must be a size such as `64MiB`, found 64"),
      Marked("labels: {a: «[]»}", "`a` must be text, found a list"),
      Marked("«circuit»: {}", "`circuit` is shared by all stages of a service"),
      Marked("«failure_threshold:3»:", "a space is missing after the `:` of `failure_threshold`"),
      Marked("«[1, 2]»", "the file must be a map, found a list"),
    ])
  func reports(_ marked: Marked) {
    marked.expectFirstProblem(of: Breaker.self)
  }

  @Test func goesOnAfterAnErrorAndReportsInFileOrder() {
    let decoded = Breaker.decode(text: "hosts: x\nstate: y\nunknown: z\ntimeout: 5")
    #expect(decoded.diagnostics.sorted.compactMap { $0.span?.start.line } == [1, 2, 3, 4])
  }

  @Test func everyDeclarationOfTheSamplesIsSound() {
    #expect(SpecGuard.problems(Breaker.self) == [])
    #expect(SpecGuard.problems(Retry.self) == [])
    #expect(SpecGuard.problems(Forgetful.self).count == 3)
  }

  private struct Forgetful: Configurable {
    var known = 1
    var unknown = 2
    static let spec = Spec(blank: Self(), "Forgets a property.") {
      Field("Known", \.known, "no sentence")
    }
  }
}

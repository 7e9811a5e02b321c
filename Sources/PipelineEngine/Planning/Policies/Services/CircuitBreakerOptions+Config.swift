public import ConfigSpec
public import Resilience

extension FailureRateOptions: Configurable {
  /// The declaration.
  public static let spec = Spec(
    blank: Self(threshold: 0.5), "Opens the circuit by the share of failed calls among the latest."
  ) {
    Field("threshold", \.threshold, as: .share, "The share of failed calls that opens the circuit.")
      .required().example("50%")
    Field("window", \.window, "Which calls are the latest: those of a time, `60s`, or a number, `100 calls`.")
    Field(
      "minimum_calls", \.minimumCalls, in: 1...1_000_000,
      "With fewer calls than this in the window nothing is concluded.")
    Check { options, report in report.add(options.problems()) }
  }
}

extension FailureRateOptions.Window: ConfigText {
  /// A duration, or a number of calls.
  public static var form: TextForm {
    TextForm(
      "a duration such as `60s` or a number of calls such as `100 calls`",
      pattern: "^([0-9]+ calls?|([0-9]+(\\.[0-9]+)?(us|ms|s|m|h|d))+)$", examples: ["60s", "100 calls"])
  }

  /// Reads `60s` or `100 calls`.
  public static func parse(_ text: String) throws(TextProblem) -> FailureRateOptions.Window {
    let words = text.split(separator: " ")
    if words.count == 2, words[1] == "calls" || words[1] == "call" {
      guard let calls = Int(words[0]), (1...1_000_000).contains(calls) else {
        throw TextProblem(help: "write 1 to 1000000 calls")
      }
      return .calls(calls)
    }
    if Int(text) != nil { throw TextProblem(help: "write `\(text)s` or `\(text) calls`") }
    let length = try Duration.parse(text)
    guard length >= .milliseconds(1), length <= .hours(24) else {
      throw TextProblem("must be 1ms to 1d, found \(length.configText)")
    }
    return .time(length)
  }

  /// `60s` or `100 calls`.
  public var configText: String {
    switch self {
    case .time(let length): length.configText
    case .calls(let calls): "\(calls) calls"
    }
  }
}

extension SlowCallOptions: Configurable {
  /// The declaration.
  public static let spec = Spec(
    blank: Self(threshold: .seconds(1)),
    "Opens the circuit by the share of slow calls, in the window of `failure_rate` (by default 60s, 10 calls)."
  ) {
    Field(
      "threshold", \.threshold, in: .milliseconds(1) ... .hours(24), "A call that takes this long is slow."
    )
    .required().example("2s")
    Field("rate", \.rate, as: .share, "The share of slow calls that opens the circuit.")
  }
}

extension HalfOpenOptions: Configurable {
  /// The declaration.
  public static let spec = Spec(
    blank: Self(), "How a circuit finds out, after `reset_timeout`, whether its service is back."
  ) {
    Field(
      "max_calls", \.maxCalls, in: 1...10_000,
      "Probes of one half-open period; by default the larger of `success_threshold` and `max_concurrent`.")
    Field("max_concurrent", \.maxConcurrent, in: 1...10_000, "Probes at the same time.")
    Field(
      "lease", \.lease, in: .milliseconds(1) ... .hours(24),
      "A probe that hasn't reported after this time loses its place; by default `reset_timeout`, at least twice `timeout`."
    )
  }
}

extension CircuitBreakerOptions.State: ConfigEnum {
  /// What the word means.
  public var doc: String {
    switch self {
    case .normal: "Results decide."
    case .isolated: "Every call is refused."
    case .disabled: "Every call is let through, and none is counted."
    }
  }
}

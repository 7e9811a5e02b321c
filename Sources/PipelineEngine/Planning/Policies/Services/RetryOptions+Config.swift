public import ConfigSpec
public import Resilience

extension RetryOptions: Configurable {
  /// The declaration.
  public static let spec = Spec(
    blank: Self(), "Tries again, later and less and less often, what may succeed."
  ) {
    Field("strategy", \.strategy, "How the waits between attempts grow.")
    Field("max_retries", \.maxRetries, in: 0...1_000_000, "Attempts beyond the first.")
    Field(
      "base_delay", \.baseDelay, in: delays, "The first wait of `exponential`; each is twice the one before.")
    Field("max_delay", \.maxDelay, in: delays, "The longest wait of `exponential`.")
    Field("delay", \.delay, in: delays, "The wait of `fixed`.")
    Field(
      "jitter", \.jitter,
      "How chance changes a wait; by default `true` (the wait times 0.5 to 1.5) for `exponential`, `none` for `fixed`."
    )
    Field(
      "max_elapsed", \.maxElapsed, in: .milliseconds(1) ... .days(30),
      "No attempt begins later than this after the first; without it only `max_retries` counts.")
    Field(
      "max_retry_after", \.maxRetryAfter, in: .zero ... .days(1),
      "The longest wait that a service may ask for with `Retry-After`; what asks for more is ignored.")
    Field(
      "budget", \.budget,
      "Limits the retries of all stages of a service together; without it there is no limit.")
    Shorthand(Strategy.self, "The strategy with its defaults.") { strategy in
      var options = RetryOptions()
      options.strategy = strategy
      return options
    }
    Check { options, report in
      if options.strategy == .exponential, options.maxDelay < options.baseDelay {
        report.error(
          "`max_delay` must be at least `base_delay` (\(options.baseDelay.configText)), "
            + "found \(options.maxDelay.configText)",
          at: report.isSet("max_delay") ? "max_delay" : "base_delay")
      } else {
        report.add(options.problems())
      }
      for key in options.idleKeys where report.isSet(key) {
        report.error(
          "`\(key)` does nothing with `strategy: \(options.strategy.rawValue)`", at: key,
          help: key == "delay"
            ? "write `strategy: fixed`, or `base_delay`" : "delete it, or change `strategy`")
      }
      if options.strategy != .none, options.maxRetries == 0 {
        for key in Self.waits where report.isSet(key) && !options.idleKeys.contains(key) {
          report.error(
            "`\(key)` does nothing with `max_retries: 0`", at: key, help: "delete it, or raise `max_retries`")
        }
      }
    }
  }

  /// The keys of the waits between attempts.
  static let waits = ["delay", "base_delay", "max_delay"]

  /// The keys that do nothing with the strategy.
  var idleKeys: [String] {
    switch strategy {
    case .exponential: ["delay"]
    case .fixed: ["base_delay", "max_delay"]
    case .none:
      [
        "max_retries", "base_delay", "max_delay", "delay", "jitter", "max_elapsed", "max_retry_after",
        "budget",
      ]
    }
  }

  private static let delays: ClosedRange<Duration> = .zero ... .days(7)
}

extension RetryOptions.Strategy: ConfigEnum {
  /// What the word means.
  public var doc: String {
    switch self {
    case .exponential: "Doubles the wait each time: for networks and rate limits."
    case .fixed: "Waits the same each time: for something that takes about that long, such as a lock."
    case .none: "Makes no second attempt."
    }
  }
}

extension RetryBudgetOptions: Configurable {
  /// The declaration.
  public static let spec = Spec(
    blank: Self(),
    "Limits the retries of all callers of a service together, so that they don't become the outage."
  ) {
    Field("share", \.share, as: .share, "The share of the calls in flight that may be retries.")
    Field("minimum", \.minimum, in: 1...1_000_000, "Retries that are always allowed.")
  }
}

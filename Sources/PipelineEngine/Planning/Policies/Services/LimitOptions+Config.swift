public import ConfigSpec
public import Resilience

extension BulkheadOptions: Configurable {
  /// The declaration.
  public static let spec = Spec(
    blank: Self(maxConcurrent: 1),
    "Limits how many calls of a service run at the same time, so that a slow service can't take everything."
  ) {
    Field("max_concurrent", \.maxConcurrent, in: 1...1_000_000, "Calls at the same time.").required()
      .example(.int(32))
    Field("max_queue", \.maxQueue, in: 0...1_000_000, "Calls that wait for a place; more are refused.")
    Field(
      "max_wait", \.maxWait, in: .milliseconds(1) ... .days(7),
      "How long one waits before it is refused; by default as long as the service's `max_wait`.")
    Check { options, report in
      if options.maxQueue == 0, report.isSet("max_wait") {
        report.error(
          "`max_wait` does nothing with `max_queue: 0`", at: "max_wait",
          help: "delete it, or let calls wait with a larger `max_queue`")
      }
    }
  }
}

extension RateLimitOptions: Configurable {
  /// The declaration.
  public static let spec = Spec(
    blank: Self(calls: 1, per: .seconds(1)), "Limits the calls of a service per period."
  ) {
    Field("calls", \.calls, in: 1...1_000_000_000, "Calls per period.").required().example(.int(100))
    Field("per", \.per, in: .milliseconds(1) ... .days(31), "The period.").required().example("1s")
    Field(
      "burst", \.burst, in: 1...1_000_000,
      "Calls that may come at once after a pause, besides those of the period; with 1 they are evenly spaced."
    )
  }
}

extension RefusalOptions.Behaviour: ConfigEnum {
  /// What the word means.
  public var doc: String {
    switch self {
    case .wait: "The record waits, at most `max_wait`."
    case .deadLetter: "The record is given up."
    case .fallback: "The fallback takes its place."
    }
  }
}

extension RecoveryOptions: Configurable {
  /// The declaration.
  public static let spec = Spec(
    blank: Self(), "What is tried when the pipeline itself can't go on; then it stops at a checkpoint."
  ) {
    Field("wait", \.wait, in: .zero ... .hours(24), "The wait before the first attempt.")
    Field("attempts", \.attempts, in: 0...1000, "Attempts to go on.")
    Field(
      "base_delay", \.baseDelay, in: .milliseconds(1) ... .hours(1),
      "The wait after the first failed attempt; each is twice the one before.")
    Field("max_delay", \.maxDelay, in: .milliseconds(1) ... .hours(24), "The longest wait between attempts.")
    Check { options, report in
      if options.maxDelay < options.baseDelay {
        report.error(
          "`max_delay` must be at least `base_delay` (\(options.baseDelay.configText)), "
            + "found \(options.maxDelay.configText)", at: "max_delay")
      }
    }
  }
}

extension FaultInjectionOptions.Rule: Configurable {
  /// The declaration.
  public static let spec = Spec(
    blank: Self(share: 1, InjectedFault()), name: "FaultRule",
    "A fault that hits a share of the attempts on purpose."
  ) {
    Field("share", \.share, as: .share, "The share of the attempts it hits.")
    Field("error", \.fault.error, "The class of failure that the attempt ends with, instead of being made.")
    Field(
      "latency", \.fault.latency, in: .milliseconds(1) ... .hours(24), "How long the attempt takes longer.")
    Field("after", \.after, in: .zero ... .days(365), "When it begins, after the start of the run.")
    Field("for", \.lasting, in: .milliseconds(1) ... .days(365), "How long it lasts; by default to the end.")
    Field("every", \.every, in: .milliseconds(1) ... .days(365), "Begins again every so often.")
    Check { rule, report in
      if rule.fault.error == nil, rule.fault.latency == nil {
        report.error("the fault does nothing", at: "error", help: "add `error: transient` or `latency: 2s`")
      }
      if rule.every != nil, rule.lasting == nil {
        report.error(
          "`every` does nothing without `for`", at: "every", help: "say how long the fault lasts, `for: 5s`")
      }
      if let lasting = rule.lasting, let every = rule.every, every <= lasting {
        report.error(
          "`every` must be longer than `for` (\(lasting.configText)), found \(every.configText)", at: "every")
      }
    }
  }
}

import ConfigSpec

/// Options that use one field of every kind.
struct Breaker: Configurable {
  var failureThreshold = 5
  var timeout: Duration = .seconds(5)
  var resetTimeout: Duration = .seconds(30)
  var retry = Retry()
  var state = State.normal
  var window: Window?
  var token = Secret("")
  var hosts: [String] = []
  var condition: ExpressionSource?
  var maxBytes: ByteCount?
  var labels: OrderedMap<String> = [:]
  var note = ""

  enum State: String, ConfigEnum {
    case normal, isolated, disabled
    static var ignoresCase: Bool { true }
    static var aliases: [(name: String, value: State)] { [("off", .disabled)] }
    var doc: String {
      switch self {
      case .normal: "Opens and closes by itself."
      case .isolated: "Held open."
      case .disabled: "Held closed."
      }
    }
  }

  static let spec = Spec(blank: Self(), "Stops calling a service that keeps failing.") {
    Field(
      "failure_threshold", \.failureThreshold, in: 1...1_000_000,
      "Consecutive failures that open the circuit."
    )
    .example(.int(3))
    Field("timeout", \.timeout, in: .milliseconds(1) ... .hours(24), "Limit of one attempt.")
      .also("timeout_ms", \.timeout, as: .milliseconds, in: .milliseconds(1) ... .hours(24))
    Field(
      "reset_timeout_ms", \.resetTimeout, as: .milliseconds, in: .milliseconds(1) ... .hours(24),
      "How long the circuit stays open.")
    Field("retry", \.retry, "Tries again.")
    Field("state", \.state, "Who decides.")
    Field("window", \.window, "What is counted.")
    Field("token", \.token, "Sent to the service.")
    Field("hosts", \.hosts, "Where it runs.")
    Field("condition", \.condition, "When it applies.")
    Field("max_bytes", \.maxBytes, "The largest answer.")
    Field("labels", \.labels, "Free labels.")
    Field("note", \.note, "For people.").excludedFromDigest()
    Refused("circuit", "is shared by all stages of a service", help: "set it under `services`")
    Check { options, report in
      if options.timeout > options.resetTimeout {
        report.error("`timeout` is longer than `reset_timeout_ms`", at: "timeout")
      }
    }
  }
}

struct Retry: Configurable {
  var maxRetries = 3
  var jitter = Jitter.spread(.percent(50))

  static let spec = Spec(blank: Self(), "Tries again what may succeed.") {
    Field("max_retries", \.maxRetries, in: 0...100, "Attempts beyond the first.")
    Field("jitter", \.jitter, "Chance in the delay.")
    Shorthand(Int.self, "The number of retries.") { Retry(maxRetries: $0) }
  }
}

enum Jitter: ConfigUnion, Equatable {
  case none
  case full
  case plus(Share)
  case spread(Share)

  enum Word: String, ConfigEnum { case none, full }

  struct Bounds: Configurable {
    var plus: Share?
    var spread: Share?
    static let spec = Spec(blank: Self(), "Bounds of the chance.") {
      Field("plus", \.plus, "Adds up to this share.")
      Field("spread", \.spread, "Multiplies by one plus or minus this share.")
      Check { options, report in
        if (options.plus == nil) == (options.spread == nil) {
          report.error("`jitter` takes either `plus` or `spread`", at: "spread")
        }
      }
    }
  }

  static var alternatives: [Alternative<Jitter>] {
    [
      Alternative(Bool.self, make: { $0 ? .spread(.percent(50)) : Jitter.none }, write: { _ in nil }),
      Alternative(
        Word.self, make: { $0 == .full ? .full : Jitter.none },
        write: { $0 == .full ? .full : $0 == Jitter.none ? Word.none : nil }),
      Alternative(
        Bounds.self, make: { $0.plus.map { .plus($0) } ?? $0.spread.map { .spread($0) } },
        write: { jitter in
          switch jitter {
          case .plus(let share): Bounds(plus: share)
          case .spread(let share): Bounds(spread: share)
          default: nil
          }
        }),
    ]
  }
}

/// `60s` or `100 calls`.
enum Window: ConfigText, Equatable {
  case time(Duration)
  case calls(Int)

  static var form: TextForm {
    TextForm("a duration or a number of calls such as `100 calls`", examples: ["60s", "100 calls"])
  }

  static func parse(_ text: String) throws(TextProblem) -> Window {
    if text.hasSuffix(" calls"), let count = Int(text.dropLast(6)) { return .calls(count) }
    return .time(try Duration.parse(text))
  }

  var configText: String {
    switch self {
    case .time(let duration): duration.configText
    case .calls(let count): "\(count) calls"
    }
  }
}

public import ConfigSpec
public import Resilience

/// `routing`: which channels are told about which alert.
public struct RoutingSettings: Configurable {
  /// The rules; the first that matches counts.
  public var rules: [RoutingRule] = []
  /// The channels of alerts that no rule matches.
  public var standard: [Located<String>] = []

  /// The declaration.
  public static let spec = Spec(blank: Self(), "Which channels are told about which alert.") {
    Field("rules", \.rules, "Rules by severity and component; the first that matches counts.")
    Field("default", \.standard, "The channels of alerts that no rule matches.")
      .example(.array([.string("email")]))
  }
}

/// One rule of `routing`.
public struct RoutingRule: Configurable {
  /// The severity it is about; nil means any.
  public var severity: Severity?
  /// The component it is about; nil means any.
  public var component: String?
  /// The channels that are told.
  public var channels: [Located<String>] = []
  /// How soon someone should react.
  public var responseTime: ResponseTime?

  /// The declaration.
  public static let spec = Spec(blank: Self(), "Tells channels about alerts of a severity and a component.") {
    Field("severity", \.severity, "The severity it is about; without it, any.").example("critical")
    Field(
      "component", \.component,
      as: Codec<String>.standard.checked { $0.isEmpty ? TextProblem("is empty") : nil }.optional,
      "The component it is about; without it, any."
    )
    .example("database")
    Field(
      "channels", \.channels,
      as: Codec<[Located<String>]>.standard.checked {
        $0.isEmpty ? TextProblem("is empty", help: "name at least one channel") : nil
      }, "The channels that are told."
    )
    .required().example(.array([.string("slack")]))
    Field("response_time", \.responseTime, "How soon someone should react: `immediate`, or a duration.")
  }
}

/// How soon someone should react to an alert.
public enum ResponseTime: ConfigText, Hashable {
  /// At once.
  case immediate
  /// Within a time.
  case within(Duration)

  /// `immediate`, or a duration.
  public static var form: TextForm {
    TextForm(
      "`immediate` or a duration such as `1h`", pattern: "^(immediate|([0-9]+(\\.[0-9]+)?(us|ms|s|m|h|d))+)$",
      examples: ["immediate", "1h", "4h", "24h"])
  }

  /// Reads `immediate` in any case, or a duration.
  public static func parse(_ text: String) throws(TextProblem) -> ResponseTime {
    if text.lowercased() == "immediate" { return .immediate }
    if text.first.map({ $0.isLetter }) ?? true {
      throw TextProblem(help: Suggestion(text, among: ["immediate"]).closest.map { "did you mean `\($0)`?" })
    }
    return .within(try Duration.parse(text))
  }

  /// `immediate`, or the duration.
  public var configText: String {
    switch self {
    case .immediate: "immediate"
    case .within(let time): time.configText
    }
  }
}

public import ConfigSpec
public import PipelineModel
public import Resilience

/// One rule of `errors`: gives failures a class and a severity.
public struct ErrorRule: Configurable {
  /// The failures it is about.
  public var match = ErrorMatch()
  /// The class it gives.
  public var failureClass: FailureClass?
  /// The severity it gives.
  public var severity: Severity?

  /// The declaration.
  public static let spec = Spec(
    blank: Self(), "Gives failures a class and a severity; the first rule that matches counts."
  ) {
    Field("match", \.match, "The failures it is about; all conditions must hold.").required()
    Field("class", \.failureClass, "Their class; without it they keep their own.")
    Field("severity", \.severity, "Their severity; without it the class's default holds.")
    Check { rule, report in
      if rule.failureClass == nil, rule.severity == nil {
        report.error(
          "the rule changes nothing", at: "class", help: "add `class: transient` or `severity: low`")
      }
    }
  }

  /// The rule as a run applies it.
  public var rule: Classification.Rule {
    Classification.Rule(
      types: match.types.items, statuses: match.statuses.items, message: match.message,
      failureClass: failureClass, severity: severity)
  }
}

/// The failures that a rule is about.
public struct ErrorMatch: Configurable {
  /// Kinds of error; empty means any.
  public var types = OneOrMany<String>([])
  /// HTTP statuses; empty means any.
  public var statuses = OneOrMany<Int>([])
  /// A text that the message contains.
  public var message: String?

  /// The declaration.
  public static let spec = Spec(blank: Self(), "The failures that a rule is about; all conditions must hold.")
  {
    Field(
      "type", \.types, as: notEmpty(OneOrMany<String>.self, "`type: HTTPError`") { $0.items.isEmpty },
      "The kind of error, one or a list: `HTTPError`, `ConversionError`, or what a plug-in raises."
    )
    .example("HTTPError")
    Field(
      "status", \.statuses,
      as: Codec<Int>.standard.checked { status in
        (100...599).contains(status)
          ? nil : TextProblem("can't be \(status)", help: "HTTP statuses are 100 to 599")
      }.oneOrMany.checked { $0.items.isEmpty ? TextProblem("is empty", help: "write `status: 429`") : nil },
      "The HTTP status, one or a list."
    )
    .example(.array([.int(429), .int(503)]))
    Field(
      "message", \.message,
      as: notEmpty(String.self, "a part of the message") { $0.isEmpty }.optional,
      "A text that the message contains, in this case.")
    Check { match, report in
      if match.types.items.isEmpty, match.statuses.items.isEmpty, match.message == nil {
        report.error(
          "`match` has no condition", at: "type", help: "name a `type`, a `status` or a part of the `message`"
        )
      }
    }
  }

  private static func notEmpty<Value: ConfigValue>(
    _ type: Value.Type, _ sample: String, _ isEmpty: @escaping @Sendable (Value) -> Bool
  ) -> Codec<Value> {
    Codec<Value>.standard.checked { isEmpty($0) ? TextProblem("is empty", help: "write \(sample)") : nil }
  }
}

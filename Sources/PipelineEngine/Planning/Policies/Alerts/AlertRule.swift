public import ConfigSpec
public import Resilience

/// One rule of `alerts`.
public struct AlertRule: Configurable {
  /// The rule's name, unlike any other's.
  public var name = ""
  /// When it fires, in PromQL.
  public var condition = AlertCondition("")
  /// How long the condition must hold before it fires.
  public var pending: Duration = .zero
  /// How bad it is.
  public var severity = Severity.medium
  /// Labels that are added to the alert.
  public var labels = OrderedMap<AlertText>()
  /// Texts for people.
  public var annotations = OrderedMap<AlertText>()

  /// The declaration.
  public static let spec = Spec(blank: Self(), "Fires when a condition over the metrics of a run holds.") {
    Field(
      "name", \.name, as: Codec<String>.standard.checked { $0.isEmpty ? TextProblem("is empty") : nil },
      "The rule's name, unlike any other's."
    )
    .required().example("high-error-rate")
    Field("condition", \.condition, "When it fires, in PromQL.").required().example(
      "rate(errors_total[5m]) > 10")
    Field(
      "for", \.pending, in: .zero ... .days(365), "How long the condition must hold before the alert fires.")
    Field("severity", \.severity, "How bad it is; `routing` goes by it.")
    Field("labels", \.labels, "Labels that are added to the alert; `routing` goes by `component`.")
    Field(
      "annotations", \.annotations, "Texts for people; `{{ $value }}` and `{{ $labels.x }}` stand for values."
    )
    .excludedFromDigest()
  }
}

/// A text in which `{{ $value }}` and `{{ $labels.name }}` stand for values.
public struct AlertText: ConfigText, Hashable {
  /// The text as it is written.
  public var text: String

  /// Free text.
  public static var form: TextForm { TextForm("text", examples: ["Error rate is {{ $value }} per second"]) }

  /// Takes any text whose `{{` are closed.
  public static func parse(_ text: String) throws(TextProblem) -> AlertText {
    let bytes = Array(text.utf8)
    var open: Int?
    var index = 0
    while index + 1 < bytes.count {
      let pair = (bytes[index], bytes[index + 1])
      if pair == (UInt8(ascii: "{"), UInt8(ascii: "{")) {
        if open != nil { break }
        open = index
        index += 2
      } else if pair == (UInt8(ascii: "}"), UInt8(ascii: "}")), let start = open {
        let inside = String(decoding: bytes[(start + 2)..<index], as: UTF8.self)
        if inside.allSatisfy({ $0 == " " }) {
          throw TextProblem(
            "has an empty `{{ }}`", help: "write `{{ $value }}` or `{{ $labels.name }}`",
            range: start..<index + 2)
        }
        open = nil
        index += 2
      } else {
        index += 1
      }
    }
    if let open {
      throw TextProblem(
        "has a `{{` that is never closed", help: "write `{{ $value }}` or `{{ $labels.name }}`",
        range: open..<open + 2)
    }
    return AlertText(text: text)
  }

  /// The text.
  public var configText: String { text }
}

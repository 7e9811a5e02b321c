public import ConfigSpec

/// The condition of an alert: PromQL whose outer form has been checked.
public struct AlertCondition: ConfigValue, Hashable {
  /// The text.
  public let text: String
  /// Where it stands; nil if it is from no file.
  public let span: Span?

  /// A condition that stands in no file.
  public init(_ text: String) {
    self.text = text
    span = nil
  }

  private init(text: String, span: Span) {
    self.text = text
    self.span = span
  }

  /// PromQL.
  public static var shape: Shape {
    .text(TextForm("a PromQL condition", examples: ["rate(errors_total[5m]) > 10", "dlq_messages > 100"]))
  }

  /// Takes a scalar; reports what can't be PromQL, and warns where nothing is compared.
  public static func decode(_ node: Node, _ decoding: inout Decoding) -> AlertCondition? {
    guard let scalar = node.scalar else {
      decoding.reject(node, "text with a PromQL condition")
      return nil
    }
    // With something interpolated the text can't have been cut by a comment any more than any other text.
    if !scalar.isInterpolated, ExpressionSource.decode(node, &decoding) == nil { return nil }
    let syntax = ConditionSyntax(scalar.text)
    if let problem = syntax.problem {
      let range = problem.range ?? 0..<scalar.text.utf8.count
      decoding.error(
        problem.message ?? "is not PromQL", at: node.sourceMap.span(of: range), help: problem.help)
      return nil
    }
    if !syntax.decides {
      decoding.warning(
        "compares nothing: the alert fires as long as there is a value", at: node.span,
        help: "add a comparison, such as `> 0`")
    }
    return AlertCondition(text: scalar.text, span: node.span)
  }

  /// The text.
  public func json(for purpose: JSONPurpose) -> JSONValue { .string(text) }

  /// Conditions are equal if their texts are.
  public static func == (left: AlertCondition, right: AlertCondition) -> Bool { left.text == right.text }
  /// Feeds the text.
  public func hash(into hasher: inout Hasher) { hasher.combine(text) }
}

public import ConfigSpec

/// The rules that records must keep.
public struct ValidateOptions: Configurable {
  /// The rules, in order.
  public var rules: [ValidationRule] = []
  /// How many broken rules are reported.
  public var mode = ValidationMode.first

  /// The declaration.
  public static let spec = Spec(
    blank: Self(),
    """
    Gives up records that break a rule: they become dead letters of class business, as `ValidationError`. A rule that \
    can't be evaluated makes an `ExpressionError`.
    """
  ) {
    Field("rules", \.rules, "What must hold for every record, in order.").required()
      .example(
        .array([
          .object([("check", .string("valuenum >= 0.0")), ("message", .string("negative lab value"))])
        ]))
    Field("mode", \.mode, "How many broken rules the message of a record names.")
    Check { options, report in
      if options.rules.isEmpty {
        report.error("`rules` is empty", at: "rules", help: "write `rules: [{check: \"amount >= 0\"}]`")
      }
    }
  }
}

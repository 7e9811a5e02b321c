public import ConfigSpec

/// What a window of records, or all of them together, must be like.
public struct ExpectOptions: Configurable {
  /// What is expected, in order.
  public var expectations: [Expectation] = []
  /// The records that are judged together.
  public var over = ExpectWindow.run
  /// What happens if they are not as expected.
  public var onFailure = ExpectReaction.stop

  /// The declaration.
  public static let spec = Spec(
    blank: Self(),
    """
    Judges many records together: a quality gate. Single records pass it unchanged; if an expectation fails, the run \
    stops or the log gets a warning.
    """
  ) {
    Field("expectations", \.expectations, "What is expected; all are judged.").required()
      .example(
        .array([
          .object([
            ("valid", .object([("check", .string("valuenum >= 0.0")), ("at_least", .string("90%"))]))
          ])
        ]))
    Field(
      "over", \.over,
      """
      The records that are judged together: `run` judges all of them at the end, `1000 records` one thousand after \
      another. A last window that is not full is judged only if it is the first.
      """
    )
    Field("on_failure", \.onFailure, "What happens if an expectation fails.")
    Check { options, report in
      if options.expectations.isEmpty {
        report.error(
          "`expectations` is empty", at: "expectations",
          help: "write `expectations: [{completeness: {field: amount, at_least: 95%}}]`")
      }
    }
  }
}

public import ConfigSpec

/// How many records a condition must hold for.
public struct ValidShareExpectation: Configurable {
  /// The condition.
  public var check = ExpressionSource("true")
  /// The least share of records.
  public var atLeast = Share(1)

  /// The declaration.
  public static let spec = Spec(blank: Self(), "How many records a condition must hold for.") {
    Field("check", \.check, "The condition.").required().example("valuenum >= 0.0")
    Field("at_least", \.atLeast, "The least share of records for which it is true.").example("90%")
  }
}

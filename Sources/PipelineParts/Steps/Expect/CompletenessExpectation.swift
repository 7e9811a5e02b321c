public import ConfigSpec

/// How many records must have a value in a field.
public struct CompletenessExpectation: Configurable {
  /// The field.
  public var field = ""
  /// The least share of records.
  public var atLeast = Share(1)

  /// The declaration.
  public static let spec = Spec(blank: Self(), "How many records must have a value in a field.") {
    Field("field", \.field, "The field.").required().example("valuenum")
    Field("at_least", \.atLeast, "The least share of records in which it is neither null, empty nor missing.")
      .example("70%")
  }
}

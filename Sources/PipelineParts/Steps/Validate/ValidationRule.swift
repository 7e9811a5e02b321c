public import ConfigSpec

/// Something that must hold for every record.
public struct ValidationRule: Configurable {
  /// What must be true.
  public var check = ExpressionSource("true")
  /// What is said if it isn't; without it, the check itself.
  public var message: String?
  /// The field it is about.
  public var field: String?

  /// The declaration.
  public static let spec = Spec(blank: Self(), "Something that must hold for every record.") {
    Field("check", \.check, "What must be true.").required().example("valuenum == null || valuenum >= 0.0")
    Field("message", \.message, "What is wrong if it isn't; the default names the check.")
      .example("negative lab value")
    Field("field", \.field, "The field it is about, for the dead letter; it must exist.").example("valuenum")
    Shorthand(ExpressionSource.self, "The check alone.") { ValidationRule(check: $0) }
  }
}

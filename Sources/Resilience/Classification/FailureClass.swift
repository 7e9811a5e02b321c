/// What kind of failure it is, which decides how it is treated.
public enum FailureClass: String, Sendable, CaseIterable {
  /// May succeed if tried again.
  case transient
  /// Will not succeed however often it is tried.
  case permanent
  /// A business rule says no.
  case business
  /// The pipeline itself can't go on.
  case system
}

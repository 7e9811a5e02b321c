/// What takes the place of a call that was given up.
public struct FallbackOptions: Sendable, Hashable {
  /// The substitute.
  public enum Substitute: Sendable, Hashable {
    /// A constant, as it stands in the configuration.
    case value(String)
    /// The same call to another service, under that service's own circuit and limits.
    case service(String)
    /// The record goes on without the stage's result.
    case skip
  }

  /// The substitute.
  public var substitute: Substitute
  /// The classes it stands in for. Permanent and business failures are about the record, not the service,
  /// so by default they stay failures.
  public var classes = FailureClasses(.transient, .system)

  /// Stands in for a service that doesn't answer.
  public init(_ substitute: Substitute, classes: FailureClasses = FailureClasses(.transient, .system)) {
    self.substitute = substitute
    self.classes = classes
  }
}

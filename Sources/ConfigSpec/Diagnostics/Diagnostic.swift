/// One thing to tell about a file.
public struct Diagnostic: Sendable, Hashable {
  /// How bad it is.
  public enum Severity: String, Sendable, Hashable {
    /// The files can't be used.
    case error
    /// Probably not meant.
    case warning
    /// Good to know.
    case note
  }

  /// Another place that explains the problem.
  public struct Related: Sendable, Hashable {
    /// What is there.
    public var message: String
    /// Where.
    public var span: Span

    /// Names a place.
    public init(_ message: String, at span: Span) {
      self.message = message
      self.span = span
    }
  }

  /// How bad it is.
  public var severity: Severity
  /// What is wrong and what was found: lower case, no full stop, code in backticks.
  public var message: String
  /// Where; nil if it concerns no place in a file.
  public var span: Span?
  /// What to do next.
  public var help: String?
  /// Other places.
  public var related: [Related]

  /// Makes a diagnostic.
  public init(
    _ severity: Severity, _ message: String, at span: Span?, help: String? = nil, related: [Related] = []
  ) {
    self.severity = severity
    self.message = message
    self.span = span
    self.help = help
    self.related = related
  }
}

public import Resilience

/// Which class and severity a failure has: the user's rules first, then what the part said.
public struct Classification: Sendable {
  /// One rule of `errors:`; every condition that is given must hold.
  public struct Rule: Sendable {
    /// The kinds of error it is about; empty means any.
    public var types: [String]
    /// The HTTP statuses it is about; empty means any.
    public var statuses: [Int]
    /// A text that the message must contain.
    public var message: String?
    /// The class it gives; nil leaves the part's own.
    public var failureClass: FailureClass?
    /// The severity it gives; nil leaves the class's default.
    public var severity: Severity?

    /// A rule from its parts.
    public init(
      types: [String] = [], statuses: [Int] = [], message: String? = nil, failureClass: FailureClass? = nil,
      severity: Severity? = nil
    ) {
      self.types = types
      self.statuses = statuses
      self.message = message
      self.failureClass = failureClass
      self.severity = severity
    }

    func matches(_ failure: Failure) -> Bool {
      if !types.isEmpty, !types.contains(failure.type) { return false }
      if !statuses.isEmpty {
        guard let status = failure.status, statuses.contains(status) else { return false }
      }
      if let message, !failure.message.contains(message) { return false }
      return true
    }
  }

  /// The rules; the first that matches counts.
  public var rules: [Rule]

  /// These rules, before the parts' own classes.
  public init(rules: [Rule] = []) { self.rules = rules }

  /// Class and severity of a failure. No rule makes a failure that is final one that is tried again.
  public func classify(_ failure: Failure) -> (FailureClass, Severity) {
    let rule = rules.first { $0.matches(failure) }
    var failureClass = rule?.failureClass ?? failure.failureClass
    if failure.isFinal, failureClass == .transient || failureClass == .system {
      failureClass = failure.failureClass
    }
    return (failureClass, rule?.severity ?? failure.severity ?? failureClass.defaultSeverity)
  }
}

/// A set of failure classes.
public struct FailureClasses: OptionSet, Sendable, Hashable {
  /// One bit per class.
  public let rawValue: UInt8

  /// Makes the set of the given bits.
  public init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  /// Makes the set of the given classes.
  public init(_ classes: FailureClass...) {
    rawValue = classes.reduce(0) { $0 | 1 << $1.rawValue }
  }

  /// Whether the class is in the set.
  public func contains(_ failureClass: FailureClass) -> Bool {
    rawValue & (1 << failureClass.rawValue) != 0
  }
}

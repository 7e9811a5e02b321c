/// How bad a failure is; decides who is told.
public enum Severity: UInt8, Sendable, Hashable, Codable, CaseIterable, Comparable {
  /// Not an error.
  case info
  /// Can wait a day.
  case low
  /// Degraded.
  case medium
  /// A major feature is broken.
  case high
  /// Unusable, or data may be lost.
  case critical

  /// The word in plans, logs and dead letters.
  public var name: String {
    switch self {
    case .info: "info"
    case .low: "low"
    case .medium: "medium"
    case .high: "high"
    case .critical: "critical"
    }
  }

  /// Reads a severity in any case; `warning` means medium and `error` means high.
  public init?(name: String) {
    switch name.lowercased() {
    case "critical": self = .critical
    case "high", "error": self = .high
    case "medium", "warning": self = .medium
    case "low": self = .low
    case "info": self = .info
    default: return nil
    }
  }

  /// Whether a failure of this severity is an alert of its own.
  public var alerts: Bool { self >= .high }

  /// Orders severities from info to critical.
  public static func < (left: Severity, right: Severity) -> Bool {
    left.rawValue < right.rawValue
  }
}

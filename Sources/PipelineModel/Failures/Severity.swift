/// How bad a failure is, worst first.
public enum Severity: String, Sendable, CaseIterable, Comparable {
  /// The pipeline can't go on, or data may be lost.
  case critical
  /// A major part is broken: retries are exhausted.
  case high
  /// Records are given up for their content.
  case medium
  /// Passing trouble.
  case low
  /// For information.
  case info

  /// Orders by badness: `low < critical`.
  public static func < (a: Severity, b: Severity) -> Bool { a.rank < b.rank }

  private var rank: Int {
    switch self {
    case .critical: 4
    case .high: 3
    case .medium: 2
    case .low: 1
    case .info: 0
    }
  }
}

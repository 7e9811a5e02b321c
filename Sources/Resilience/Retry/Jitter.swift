/// How chance changes a wait, so that callers that failed together don't come back together.
///
/// `full`, `equal` and `decorrelated` are those of Marc Brooker, "Exponential Backoff and Jitter" (AWS
/// Architecture Blog, 2015).
public enum Jitter: Sendable, Hashable {
  /// The wait as it is.
  case none
  /// Anything from 0 to the wait.
  case full
  /// Half the wait, and 0 to the other half.
  case equal
  /// Anything from the base to three times the wait before.
  case decorrelated
  /// The wait and up to this share of it on top, at most the cap.
  case plus(Double)
  /// The wait times anything from 1 − share to 1 + share; this one may exceed the cap.
  case spread(Double)

  /// What is wrong with the jitter.
  public func problems() -> [OptionProblem] {
    var problems: [OptionProblem] = []
    switch self {
    case .plus(let share): problems.requireShare(share, "plus")
    case .spread(let share): problems.requireShare(share, "spread")
    case .none, .full, .equal, .decorrelated: break
    }
    return problems
  }
}

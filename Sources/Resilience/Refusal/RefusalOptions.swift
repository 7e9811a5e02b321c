/// What happens to a call that is turned away here: by an open circuit, a full bulkhead or a rate limit.
///
/// A refusal is backpressure, no failure: it consumes no attempt and counts for nobody.
public struct RefusalOptions: Sendable, Hashable {
  /// What happens to the call.
  public enum Behaviour: String, Sendable, Hashable, CaseIterable {
    /// It waits until it is let through, at most `maxWait`; then the run pauses.
    case wait
    /// It is given up.
    case deadLetter = "dead_letter"
    /// Its fallback takes its place.
    case fallback
  }

  /// What happens to the call.
  public var onRefusal = Behaviour.wait
  /// The longest wait; a longer one pauses the run, so that an outage doesn't use up the source.
  public var maxWait: Duration = .seconds(600)

  /// The defaults: wait up to ten minutes.
  public init() {}

  /// What is wrong with the options.
  public func problems(hasFallback: Bool) -> [OptionProblem] {
    var problems: [OptionProblem] = []
    problems.requirePositive(maxWait, "max_wait")
    problems.require(
      onRefusal != .fallback || hasFallback, "on_refusal", "says `fallback`, but there is none",
      help: "add `fallback: {value: …}`")
    return problems
  }
}

/// Decides which attempts a fault hits.
///
/// The decision depends on the seed, the call and the attempt alone, never on the order in which workers get
/// there, so a run with faults can be repeated.
public struct FaultInjector: Sendable {
  private let options: FaultInjectionOptions
  private let start: Instant

  /// Injects from the start of a run.
  public init(_ options: FaultInjectionOptions, start: Instant) {
    self.options = options
    self.start = start
  }

  /// The fault of an attempt, if any.
  ///
  /// - Parameter call: a stable number of the call, such as a hash of message and stage.
  public func fault(call: UInt64, attempt: Int, now: Instant) -> InjectedFault? {
    for (index, rule) in options.rules.enumerated() where isActive(rule, now) {
      let mixed = SplitMix64.mix(options.seed ^ SplitMix64.mix(call &+ UInt64(index)))
      var random = SplitMix64(seed: mixed ^ UInt64(bitPattern: Int64(attempt)))
      if random.unit() < rule.share { return rule.fault }
    }
    return nil
  }

  private func isActive(_ rule: FaultInjectionOptions.Rule, _ now: Instant) -> Bool {
    var elapsed = start.nanoseconds(to: now) - rule.after.saturatingNanoseconds
    if elapsed < 0 { return false }
    if let every = rule.every { elapsed %= max(1, every.saturatingNanoseconds) }
    guard let lasting = rule.lasting else { return true }
    return elapsed < lasting.saturatingNanoseconds
  }
}

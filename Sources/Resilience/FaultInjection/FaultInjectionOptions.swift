/// Makes calls fail or dawdle on purpose, to see what the policies make of it.
public struct FaultInjectionOptions: Sendable, Hashable {
  /// One kind of fault.
  public struct Rule: Sendable, Hashable {
    /// The share of attempts it hits.
    public var share: Double
    /// What it does.
    public var fault: InjectedFault
    /// When it begins, counted from the start of the run.
    public var after: Duration = .zero
    /// How long it lasts; unset means to the end.
    public var lasting: Duration?
    /// Begins again every so often.
    public var every: Duration?

    /// A fault that hits a share of the attempts.
    public init(
      share: Double, _ fault: InjectedFault, after: Duration = .zero, lasting: Duration? = nil,
      every: Duration? = nil
    ) {
      self.share = share
      self.fault = fault
      self.after = after
      self.lasting = lasting
      self.every = every
    }
  }

  /// The rules; the first one that hits an attempt applies.
  public var rules: [Rule] = []
  /// The same seed hits the same attempts.
  public var seed: UInt64 = 0

  /// The given rules.
  public init(rules: [Rule] = [], seed: UInt64 = 0) {
    self.rules = rules
    self.seed = seed
  }

  /// What is wrong with the options.
  public func problems() -> [OptionProblem] {
    var problems: [OptionProblem] = []
    for (index, rule) in rules.enumerated() {
      let key = "inject[\(index)]"
      problems.requireShare(rule.share, "\(key).share")
      problems.requirePositive(rule.lasting, "\(key).for")
      problems.requirePositive(rule.every, "\(key).every")
      if let lasting = rule.lasting, let every = rule.every {
        problems.require(
          every > lasting, "\(key).every", "must be longer than `for` (\(lasting)), found \(every)")
      }
    }
    return problems
  }
}

/// A fault made on purpose.
public struct InjectedFault: Sendable, Hashable {
  private var delay: OptionalNanoseconds
  /// How long the attempt takes longer, to the nanosecond.
  public var latency: Duration? {
    get { delay.duration }
    set { delay.duration = newValue }
  }
  /// The class of failure the attempt ends with instead of reaching the service.
  public var error: FailureClass?

  /// A delay, a failure, or a failure after a delay.
  public init(latency: Duration? = nil, error: FailureClass? = nil) {
    delay = OptionalNanoseconds(latency)
    self.error = error
  }
}

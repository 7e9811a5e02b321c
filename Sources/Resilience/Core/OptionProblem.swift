/// Something wrong with a policy's options, found before anything runs.
public struct OptionProblem: Hashable, Sendable, CustomStringConvertible {
  /// The key it concerns, as it stands in YAML below the policy: `half_open.max_calls`.
  public var key: String
  /// What is wrong and what was found.
  public var message: String
  /// What to do about it.
  public var help: String?

  /// Describes a problem of one key.
  public init(_ key: String, _ message: String, help: String? = nil) {
    self.key = key
    self.message = message
    self.help = help
  }

  /// The problem on one line.
  public var description: String {
    "`\(key)` \(message)" + (help.map { " (\($0))" } ?? "")
  }

  /// The same problem seen from the policy that contains this one.
  func below(_ parent: String) -> OptionProblem {
    OptionProblem("\(parent).\(key)", message, help: help)
  }
}

extension [OptionProblem] {
  /// Notes a problem where a claim does not hold.
  mutating func require(
    _ holds: Bool, _ key: String, _ message: @autoclosure () -> String, help: String? = nil
  ) {
    if !holds { append(OptionProblem(key, message(), help: help)) }
  }

  /// Notes a duration that is not longer than zero.
  mutating func requirePositive(_ duration: Duration?, _ key: String) {
    guard let duration else { return }
    require(duration > .zero, key, "must be longer than 0 s, found \(duration)")
  }

  /// Notes a share outside 0 to 100 %.
  mutating func requireShare(_ share: Double, _ key: String, above lower: Double = 0) {
    require(
      share > lower && share <= 1, key,
      "must be more than \(Int(lower * 100)) % and at most 100 %, found \(share * 100) %")
  }
}

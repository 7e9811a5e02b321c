/// How lists of two files become one; maps always merge per key.
public struct MergePolicy: Sendable {
  /// What happens to a list.
  public enum Rule: Sendable {
    /// The later list replaces the earlier one.
    case replace
    /// Items with the same value of a key are merged; new ones are appended.
    case byKey(String)
    /// The later items come first, then the earlier ones.
    case laterFirst
    /// The later items come last.
    case append
  }

  /// Rules by path: `alerts`, `routing.rules`; `*` stands for any one key.
  public var rules: [String: Rule]

  /// Lists the rules; other lists are replaced.
  public init(_ rules: [String: Rule] = [:]) {
    self.rules = rules
  }

  func rule(at path: [String]) -> Rule {
    if let rule = rules[path.joined(separator: ".")] { return rule }
    let match = rules.first { pattern, _ in
      let parts = pattern.split(separator: ".", omittingEmptySubsequences: false)
      return parts.count == path.count && zip(parts, path).allSatisfy { $0 == "*" || $0 == $1 }
    }
    return match?.value ?? .replace
  }
}

import ConfigSpec

/// The outer form of a PromQL condition: brackets, quotes, and an operand on both sides of each operator.
struct ConditionSyntax {
  /// What is wrong first; nil if nothing is.
  private(set) var problem: TextProblem?
  /// Whether something is compared, or the condition is a selector whose presence is the alert.
  private(set) var decides = true

  init(_ text: String) {
    do throws(TextProblem) {
      let tokens = try ConditionLexer.tokens(text)
      guard !tokens.isEmpty else {
        throw TextProblem("is an empty condition", help: "write for example `x > 0`")
      }
      try Self.checkBrackets(tokens)
      try Self.checkOperands(tokens)
      decides = Self.decides(tokens)
    } catch {
      problem = error
    }
  }

  private static let partners = [")": "(", "]": "[", "}": "{"]

  private static func checkBrackets(_ tokens: [ConditionToken]) throws(TextProblem) {
    var open: [ConditionToken] = []
    for token in tokens {
      if token.kind == .open { open.append(token) }
      guard token.kind == .close else { continue }
      guard let last = open.popLast(), partners[token.text] == last.text else {
        throw TextProblem(
          "has a `\(token.text)` without its `\(partners[token.text] ?? "")`", range: token.range)
      }
    }
    if let last = open.last {
      throw TextProblem(
        "has a `\(last.text)` that is never closed", help: "add the closing bracket", range: last.range)
    }
  }

  private static func checkOperands(_ tokens: [ConditionToken]) throws(TextProblem) {
    var brackets: [String] = []
    for (index, token) in tokens.enumerated() {
      let before = index > 0 ? tokens[index - 1] : nil
      let after = index + 1 < tokens.count ? tokens[index + 1] : nil
      switch token.kind {
      case .open: brackets.append(token.text)
      case .close:
        brackets.removeLast()
        if token.text == "]", before?.kind == .number || before?.kind == .open {
          throw TextProblem(
            "has a range without a unit", help: "write for example `[5m]`",
            range: (before?.kind == .number ? before?.range : nil) ?? token.range)
        }
      case .operation: try check(token, before, after, brackets.last)
      default:
        guard token.beginsOperand, let before, before.endsOperand, brackets.last != "{" else { continue }
        throw TextProblem(
          "lacks an operator before `\(token.text)`", help: "compare with `>`, `<` or `==`",
          range: token.range)
      }
    }
  }

  private static func check(
    _ token: ConditionToken, _ before: ConditionToken?, _ after: ConditionToken?, _ bracket: String?
  ) throws(TextProblem) {
    if bracket == "{" { return }
    if token.text == "=" {
      throw TextProblem(
        "compares with `=`", help: "write `==`; `=` is for labels, as in `{job=\"x\"}`", range: token.range)
    }
    if token.text == "=~" || token.text == "!~" {
      throw TextProblem(
        "has `\(token.text)` outside of `{ }`", help: "match labels, as in `x{job\(token.text)\"a|b\"}`",
        range: token.range)
    }
    let isSign = ["+", "-"].contains(token.text)
    let hasLeft = before.map { $0.endsOperand || ($0.isKeyword && $0.text != "bool") } ?? false
    if !isSign, token.text != "@", !hasLeft {
      throw TextProblem("has nothing before `\(token.text)`", help: "name the metric", range: token.range)
    }
    guard let after, after.kind != .close, after.kind != .comma else {
      throw TextProblem(
        "has nothing after `\(token.text)`", help: "add what it is compared with", range: token.range)
    }
    if after.kind == .operation, !["+", "-"].contains(after.text) {
      throw TextProblem("has nothing between `\(token.text)` and `\(after.text)`", range: after.range)
    }
  }

  private static func decides(_ tokens: [ConditionToken]) -> Bool {
    var depth = 0
    var isSelector = true
    for token in tokens {
      if token.kind == .open { depth += 1 }
      if token.kind == .close { depth -= 1 }
      if token.isComparison { return true }
      if token.kind == .word, ["absent", "absent_over_time", "and", "unless"].contains(token.text) {
        return true
      }
      if token.kind == .open, token.text != "{" { isSelector = false }
      if token.kind == .operation, depth == 0 { isSelector = false }
    }
    return isSelector
  }
}

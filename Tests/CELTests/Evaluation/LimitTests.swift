import CEL
import Testing

@Suite struct LimitTests {
  @Test func aLongExpressionIsRefused() {
    var limits = Limits()
    limits.expressionSize = 10
    #expect(
      diagnose("1 + 1 + 1 + 1", limits: limits)
        == "0 [1 + 1 + 1 + 1] the expression has 13 bytes, at most 10 are allowed")
  }

  @Test(arguments: [
    "(", "[", "-!", "{1: ", "f(", "x[", "true ? 1 : ", "[1].map(x, ", "cel.bind(x, 1, ", "has(x.",
  ])
  func deepNestingIsRefused(_ opening: String) {
    let message = diagnose(String(repeating: opening, count: 4_000))
    #expect(message.contains("more than 250 operators, selections or brackets build on each other"))
  }

  @Test func theAllowedDepthWorks() {
    #expect(evaluate(String(repeating: "(", count: 249) + "1" + String(repeating: ")", count: 249)) == "1")
    #expect(
      evaluate(String(repeating: "[", count: 240) + "1" + String(repeating: "]", count: 240)).count > 400)
    #expect(
      evaluate(String(repeating: "cel.bind(x, 1, ", count: 240) + "x" + String(repeating: ")", count: 240))
        == "1")
  }

  @Test func conditionsOfAnyLengthWork() {
    #expect(evaluate(Array(repeating: "true", count: 6_000).joined(separator: " && ")) == "true")
    #expect(
      evaluate(Array(repeating: "x", count: 10_000).joined(separator: "||"), ["x": .bool(false)]) == "false")
  }

  @Test(arguments: [" + ", " * ", " == ", " in "])
  func longChainsWorkOrAreRefused(_ symbol: String) {
    #expect(!evaluate(Array(repeating: "x", count: 249).joined(separator: symbol), ["x": .int(1)]).isEmpty)
    let message = diagnose(Array(repeating: "1", count: 10_000).joined(separator: symbol))
    #expect(message.contains("more than 250 operators, selections or brackets build on each other"))
  }

  @Test(arguments: [".a", "[0]", ".f()", ".?a", "[?0]", ".map(x, x)", ".optMap(x, x)"])
  func longChainsOfSelectionsAreRefused(_ link: String) {
    let message = diagnose("anything" + String(repeating: link, count: 2_500))
    #expect(message.contains("more than 250 operators, selections or brackets build on each other"))
  }

  private let small: Limits = {
    var limits = Limits()
    limits.evaluationCost = 100_000
    return limits
  }()

  /// A list of so many zeros.
  private func zeros(_ count: Int) -> Value { .list(Array(repeating: .int(0), count: count)) }

  @Test(arguments: [
    "l.all(a, l.all(b, l.all(c, true)))",
    "l.map(a, l.map(b, l))",
    "l.exists(a, l.exists(b, l.exists(c, 1 / c > 0))) || true",
    "l.exists(a, l.all(b, a == b)) && l.map(a, l).exists(m, m == l && l.map(c, m) == l.map(c, l) && 1 > 2)",
  ])
  func nestedLoopsHitTheLimit(_ expression: String) {
    #expect(evaluate(expression, ["l": zeros(300)], limits: small) == "!cost_limit")
  }

  @Test func textThatDoublesHitsTheLimit() {
    var expression = "x + x"
    for _ in 0..<60 { expression = "cel.bind(x, \(expression), x + x)" }
    #expect(evaluate(expression, ["x": .string("0123456789")]) == "!cost_limit")
  }

  @Test func listsThatDoubleHitTheLimit() {
    var expression = "l + l"
    for _ in 0..<60 { expression = "cel.bind(l, \(expression), l + l)" }
    #expect(evaluate(expression, ["l": zeros(10)]) == "!cost_limit")
  }

  @Test func valuesThatShareTheirPartsHitTheLimitWhenCompared() {
    var expression = "[l, l]"
    for _ in 0..<60 { expression = "cel.bind(l, \(expression), [l, l])" }
    let program = "cel.bind(a, \(expression), a == \(expression))"
    #expect(evaluate(program, ["l": .int(0)], limits: small) == "!cost_limit")
    #expect(evaluate("'%s'.format([\(expression)])", ["l": .int(0)], limits: small) == "!cost_limit")
  }

  @Test(arguments: [
    "t.replace('', t)", "t.replace('a', t)", "t.split('').map(c, t).join(t)", "l.map(x, t).join('')",
    "t.split('').map(c, t.matches('(a?){50}' + c))", "t.split('').map(c, t.lastIndexOf(t))",
    "t.split('').map(c, timestamp(0).getHours(['UTC', t][0]))",
  ])
  func functionsWithLargeResultsHitTheLimit(_ expression: String) {
    let text = String(repeating: "a", count: 5_000)
    #expect(evaluate(expression, ["t": .string(text), "l": zeros(5_000)], limits: small) == "!cost_limit")
  }

  @Test func aRegularExpressionTakesLinearTime() {
    let text = String(repeating: "a", count: 20_000)
    #expect(evaluate("t.matches('(a*)*b')", ["t": .string(text)]) == "false")
    #expect(evaluate("t.matches('^(a|aa)+$')", ["t": .string(text)]) == "true")
  }

  @Test func theLimitCantBeAbsorbed() {
    #expect(
      evaluate("l.all(a, l.all(b, l.all(c, true))) || true", ["l": zeros(300)], limits: small)
        == "!cost_limit")
  }
}

import CEL
import Testing

@Suite struct LogicTests {
  @Test(arguments: [
    ("1 / 0 > 1 && false", "false"), ("false && 1 / 0 > 1", "false"), ("1 / 0 > 1 || true", "true"),
    ("true || 1 / 0 > 1", "true"), ("true && 1 / 0 > 1", "!division_by_zero"),
    ("1 / 0 > 1 || false", "!division_by_zero"), ("true && 1 / 0 > 1 && false", "false"),
    ("false || 1 / 0 > 1 || true", "true"), ("true && true && true", "true"),
    ("false || false || false", "false"),
    ("dyn(1) && false", "false"), ("dyn('a') || true", "true"), ("dyn(1) && true", "!no_such_overload"),
    ("true ? 1 : 1 / 0", "1"), ("false ? 1 / 0 : 2", "2"), ("1 / 0 > 1 ? 1 : 2", "!division_by_zero"),
    ("dyn(1) ? 1 : 2", "!no_such_overload"), ("true ? (false ? 1 : 2) : 3", "2"),
  ])
  func aDecidingTermOutweighsFailures(_ expression: String, _ expected: String) {
    #expect(evaluate(expression) == expected)
    // The same with variables, which can't be folded.
    let unfolded = expression.replacing("true", with: "t").replacing("false", with: "f").replacing(
      "/ 0", with: "/ z")
    #expect(evaluate(unfolded, ["t": .bool(true), "f": .bool(false), "z": .int(0)]) == expected)
  }

  @Test func theFirstFailureIsTold() throws {
    let environment = Environment(variables: [Variable("z", .int), Variable("l", .list(.int))])
    let program = try environment.compile("1 / z > 0 || l[5] > 0")
    let error = #expect(throws: EvaluationError.self) { try program.evaluate([.int(0), .list([])]) }
    #expect(error?.kind == .divisionByZero)
    #expect(error?.span == SourceSpan(0, 5))
  }
}

import CEL
import Testing

@Suite struct CheckerTests {
  @Test func everyMistakeIsToldOnceInOrder() {
    #expect(
      diagnoseAll("loss > 1.0 && flag > 1 && true && 1").map { $0.prefix(24) } == [
        "0 [loss] `loss` isn't a ", "14 [flag > 1] `>` can't ", "34 [1] `&&` joins condit",
      ])
  }

  @Test(arguments: [
    ("1", "int"), ("[1, 2]", "list(int)"), ("[1, 'a']", "list(dyn)"), ("{'a': 1.0}", "map(string, double)"),
    ("[]", "list(dyn)"), ("[[], [1]]", "list(list(int))"), ("n", "double or null"),
    ("true ? n : 1.0", "double or null"),
    ("true ? 1 : null", "int or null"), ("[1].map(x, string(x))", "list(string)"),
    ("{'a': 1}.transformMap(k, v, v > 2)", "map(string, bool)"), ("o.?id", "optional_type(string)"),
    ("o.id", "string"), ("type(1)", "type"), ("timestamp(0) - timestamp(0)", "duration"),
    ("[1, 2].transformList(i, v, i)", "list(int)"), ("cel.bind(x, 'a', [x])", "list(string)"),
    ("optional.of(1).optMap(x, string(x))", "optional_type(string)"), ("1 == 1 ? d : 1", "dyn"),
  ])
  func findsTypes(_ source: String, _ type: String) throws {
    let environment = Environment(variables: [
      Variable("n", .nullable(.double)), Variable("d", .dyn),
      Variable("o", .object(ObjectType(name: "o", fields: ["id": .string]))),
    ])
    #expect(try environment.check(source).type.description == type)
  }

  @Test func resolvesNamesToSlotsAndOverloads() throws {
    let environment = Environment(variables: [Variable("a", .int), Variable("b", .string)])
    let expression = try environment.check("b.startsWith('x')")
    guard case .call(let call) = expression.kind, case .variable(let slot) = call.arguments[0].kind else {
      Issue.record("not a call on a variable")
      return
    }
    #expect(slot == 1)
    #expect(call.overloads.map(\.id) == ["starts_with_string"])
    #expect(expression.span == SourceSpan(0, 17))
    #expect(call.arguments[1].span == SourceSpan(13, 16))
  }

  @Test func aDottedVariableWinsOverAField() throws {
    let environment = Environment(variables: [Variable("a", .map(.string, .int)), Variable("a.b", .string)])
    #expect(try environment.check("a.b").type == .string)
    #expect(try environment.check("a.c").type == .int)
  }

  @Test func aComprehensionsVariableWinsOverADottedVariable() throws {
    let environment = Environment(variables: [Variable("a.b", .string)])
    #expect(try environment.check("[{'b': 1}].map(a, a.b)").type == .list(.int))
  }

  @Test func overloadsOfTwoLibrariesAreJoined() throws {
    let library = Library(
      name: "test",
      functions: [Function("size", "Twice.", [.function("size_int") { (a: Int64) -> Int64 in a * 2 }])])
    let environment = Environment(libraries: [library])
    #expect(try environment.compile("size(4) + size('four')").evaluate().description == "12")
  }
}

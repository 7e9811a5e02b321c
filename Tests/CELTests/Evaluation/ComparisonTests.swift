import CEL
import Testing

@Suite struct ComparisonTests {
  @Test(arguments: [
    ("dyn(1) == 1u", true), ("dyn(1) == 1.0", true), ("dyn(1) == '1'", false), ("dyn(1.5) == 1", false),
    ("dyn(-1) == 18446744073709551615u", false), ("dyn(null) == 0", false),
    ("[1, 2] == dyn([1.0, 2u])", true),
    ("{'a': 1} == dyn({'a': 1.0})", true), ("{1: 'a'} == dyn({1u: 'a'})", true),
    ("[1] == dyn([1, 2])", false),
    ("0.0 == -0.0", true), ("0.0 / 0.0 == 0.0 / 0.0", false), ("0.0 / 0.0 != 0.0 / 0.0", true),
    ("[0.0 / 0.0] == [0.0 / 0.0]", false), ("type(1) == int", true), ("type([]) == list", true),
    ("1 < dyn(1.5)", true), ("dyn(2u) > 1", true), ("-1 < dyn(0u)", true), ("'a' < 'b'", true),
    ("'Z' < 'a'", true),
    ("'a' < 'aa'", true), ("b'\\xff' > b'a'", true), ("false < true", true), ("0.0 / 0.0 < 1.0", false),
    ("0.0 / 0.0 >= 1.0", false), ("'\\u00e9' == 'e\\u0301'", false),
    ("duration('60s') == duration('1m')", true),
    ("timestamp('2024-01-01T01:00:00+01:00') == timestamp('2024-01-01T00:00:00Z')", true),
    ("1 in [1.0, 2.0].map(x, dyn(x))", true), ("'a' in {'a': 1}", true), ("dyn(1.0) in {1: 2}", true),
    ("dyn(3) in ['a', 'b']", false), ("dyn('h') in ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']", true),
    ("dyn(7.0) in [1, 2, 3, 4, 5, 6, 7, 8]", true), ("dyn(7.5) in [1, 2, 3, 4, 5, 6, 7, 8]", false),
    ("dyn([1]) in [1, 2, 3, 4, 5, 6, 7, 8]", false), ("dyn(null) in [1, null]", true),
  ])
  func compares(_ expression: String, _ expected: Bool) {
    #expect(evaluate(expression) == String(expected))
  }

  @Test(arguments: [
    ("x == 5", Value.int(5), "true"), ("x == 5", .uint(5), "true"), ("x == 5", .double(5), "true"),
    ("x == 5", .string("5"), "false"), ("x != 5", .null, "true"), ("x > 5", .double(5.5), "true"),
    ("5 < x", .uint(6), "true"), ("x >= 5.0", .int(5), "true"), ("x < 5", .string("4"), "!no_such_overload"),
    ("x > 5", .null, "!no_such_overload"), ("x == 'a'", .string("a"), "true"), ("'a' != x", .int(1), "true"),
    ("x == null", .null, "true"), ("x != null", .null, "false"), ("null == x", .int(0), "false"),
    ("x <= 'b'", .string("abc"), "true"), ("x == true", .bool(true), "true"), ("x == 1u", .int(1), "true"),
    ("x == [1]", .list([.int(1)]), "true"), ("x == x", .double(.nan), "false"),
  ])
  func comparesAVariableWithAConstant(_ expression: String, _ value: Value, _ expected: String) {
    #expect(evaluate(expression, ["x": value]) == expected)
  }

  @Test func comparesTextsOfAnyLengthByTheirBytes() throws {
    let environment = Environment(variables: [Variable("a", .string), Variable("b", .string)])
    let program = try environment.compile("a == b")
    for length in [0, 1, 15, 16, 17, 100] {
      let text = String(repeating: "x", count: length)
      #expect(try program.test([.string(text), .string(text)]))
      #expect(try !program.test([.string(text), .string(text + "y")]))
    }
  }
}

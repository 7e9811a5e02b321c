import Testing

@testable import CEL

@Suite struct ParserTests {
  /// The tree in prefix notation.
  private func tree(_ source: String) throws -> String {
    let environment = Environment()
    return Self.text(try Parser.parse(source, environment.limits, environment.macros))
  }

  private static func text(_ expression: Expression) -> String {
    switch expression.kind {
    case .literal(let value): value.description
    case .identifier(let name): name
    case .select(let operand, let field, let mode):
      "\(text(operand)).\(mode == .value ? "" : mode == .optional ? "?" : "has ")\(field.text)"
    case .call(let name, let target, let arguments):
      "\(name.text)(\(((target.map { [$0] } ?? []) + arguments).map(text).joined(separator: ", ")))"
    case .and(let terms): "and(\(terms.map(text).joined(separator: ", ")))"
    case .or(let terms): "or(\(terms.map(text).joined(separator: ", ")))"
    case .conditional(let condition, let yes, let no): "if(\(text(condition)), \(text(yes)), \(text(no)))"
    case .list(let elements): "[\(elements.map { text($0.value) }.joined(separator: ", "))]"
    case .map(let entries):
      "{\(entries.map { "\(text($0.key)): \(text($0.value))" }.joined(separator: ", "))}"
    case .message(let name, _): "\(name){}"
    case .comprehension(let loop):
      "\(loop.kind)(\(text(loop.range)), \(loop.variables.map(\.text)), \(text(loop.body)))"
    case .bind(let name, let value, let body): "bind(\(name.text), \(text(value)), \(text(body)))"
    }
  }

  @Test(arguments: [
    ("a || b && c == d + e * -f", "or(a, and(b, _==_(c, _+_(d, _*_(e, -_(f))))))"),
    ("a - b - c", "_-_(_-_(a, b), c)"),
    ("a < b == c", "_==_(_<_(a, b), c)"), ("a ? b : c ? d : e", "if(a, b, if(c, d, e))"),
    ("a in b in c", "@in(@in(a, b), c)"), ("-1", "-1"), ("- 1", "-1"), ("-a.b", "-_(a.b)"),
    ("-1.size()", "size(-1)"),
    ("--1", "-_(-1)"), ("!-a", "!_(-_(a))"), ("-!a", "-_(!_(a))"), (".a.b", ".a.b"), ("a.?b.c", "a.?b.c"),
    ("a[?0]", "_[?_](a, 0)"),
    ("[1, 2,]", "[1, 2]"), ("{'a': 1,}", #"{"a": 1}"#), ("has(a.b)", "a.has b"),
    ("a.all(x, x)", #"all(a, ["x"], x)"#),
    ("a.`b-c`", "a.b-c"), ("a.if", "a.if"), ("a.b.C{d: 1}", "a.b.C{}"),
    ("cel.bind(x, a, x)", "bind(x, a, x)"),
  ])
  func readsPrecedenceAndForms(_ source: String, _ expected: String) throws {
    #expect(try tree(source) == expected)
  }

  @Test(arguments: [
    "", " ", "a[b](c)", "// only a comment", "a b", "a.", ".", "a.in", "a.true", "f(a,)", "f(,)", "[,]",
    "{,}", "{'a'}", "(a", "a)", "a ? b", "a ? b : ",
    "a ? b ? c : d : e", "a && ", "|| a", "a.?", "a.1", "a[", "a[]", "`a`", "a.`b`()", "for", "a.b{1: 2}",
    "1.5.5", "a..b", "in", "1 in", "!", "-",
  ])
  func refusesWhatIsNoExpression(_ source: String) {
    #expect(throws: CompileError.self) { try tree(source) }
  }
}

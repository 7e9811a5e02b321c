import CEL
import Testing

@Suite struct SelectionTests {
  private let record: [String: Value] = [
    "r": .map(MapValue(["id": .string("a1"), "none": .null, "list": .list([.int(1), .int(2)])]))
  ]

  @Test(arguments: [
    ("r.id", #""a1""#), ("r['id']", #""a1""#), ("has(r.id)", "true"), ("has(r.nix)", "false"),
    ("r.nix", "!no_such_key"),
    ("r.none", "null"), ("has(r.none)", "true"), ("r.none.x", "!no_such_overload"), ("r.list[1]", "2"),
    ("r.list[2]", "!index_out_of_range"), ("r.list[-1]", "!index_out_of_range"), ("r.list[1.0]", "2"),
    ("r.list[0.5]", "!invalid_argument"), ("r.list['0']", "!invalid_argument"), ("r.?nix", "optional.none()"),
    ("r.?id", #"optional.of("a1")"#), ("r.?nix.x.y", "optional.none()"), ("r[?'id'].orValue('b')", #""a1""#),
    ("r.list[?9].orValue(7)", "7"), ("[?r.?nix, 1]", "[1]"), ("{?'a': r.?id, ?'b': r.?nix}", #"{"a": "a1"}"#),
    ("r.?id.optMap(x, x + '!')", #"optional.of("a1!")"#), ("r.?nix.optMap(x, x + '!')", "optional.none()"),
    ("r.?nix.value()", "!invalid_argument"), ("optional.none().or(optional.of(1)).value()", "1"),
    ("[1, 2].first()", "optional.of(1)"), ("[optional.of(1), optional.none()].unwrapOpt()", "[1]"),
    ("{1: 'a'}[dyn(1u)]", #""a""#), ("{1: 'a'}[dyn(1.0)]", #""a""#), ("{1: 'a'}[dyn(1.5)]", "!no_such_key"),
    ("{true: 'a'}[true]", #""a""#), ("{'a': 1, 'a': 2}", "!duplicate_key"),
    ("{1: 1, dyn(1u): 2}", "!duplicate_key"),
    ("{dyn(1.5): 1}", "!invalid_argument"), ("{dyn(null): 1}", "!invalid_argument"),
  ])
  func selects(_ expression: String, _ expected: String) {
    #expect(evaluate(expression, record) == expected)
  }

  @Test func mapsOfAnySizeFindTheirKeys() throws {
    for count in [1, 8, 9, 100] {
      let map = try MapValue((0..<count).map { (.int(Int64($0)), .string("v\($0)")) })
      #expect(map[.uint(UInt64(count - 1))]?.description == "\"v\(count - 1)\"")
      #expect(map[.int(Int64(count))] == nil)
    }
  }

  @Test func aFailureTellsPlaceAndValueButNotInItsMessage() throws {
    let environment = Environment(variables: [Variable("r", .dyn)])
    let program = try environment.compile("1 + r.missing")
    let error = #expect(throws: EvaluationError.self) { try program.evaluate([.map(MapValue([:]))]) }
    #expect(error?.message == "no such key")
    #expect(error?.detailedMessage == #"no such key: "missing""#)
    #expect(error?.span == SourceSpan(4, 13))
  }
}

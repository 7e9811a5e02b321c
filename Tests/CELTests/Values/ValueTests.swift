import Testing

@testable import CEL

@Suite struct ValueTests {
  @Test func staysSmall() {
    #expect(MemoryLayout<Value>.stride <= 24)
    #expect(MemoryLayout<EvaluationError>.size == 8)
  }

  @Test func literalsAreCut() {
    #expect(Value.string("abcdef").literal(maximumLength: 4) == "\"abc…")
    #expect(Value.list(Array(repeating: .int(1), count: 1_000)).literal(maximumLength: 10) == "[1, 1, 1, …")
    #expect(Value.string("äöü").literal(maximumLength: 4) == "\"ä…")
  }

  @Test func literalsOfSharedPartsEnd() {
    var value = Value.int(1)
    for _ in 0..<100 { value = .list([value, value]) }
    #expect(value.description.utf8.count < 1_010)
  }

  @Test(arguments: [
    ("dyn('a\\n\\t\"\\\\')", #""a\n\t\"\\""#), ("b'a\\x00'", #"b"\x61\x00""#),
    ("{'a': [1u, 2.0, null]}", #"{"a": [1u, 2.0, null]}"#),
    ("type([1])", "list"), ("optional.of(1)", "optional.of(1)"), ("duration('90s')", #"duration("90s")"#),
    ("timestamp(0)", #"timestamp("1970-01-01T00:00:00Z")"#), ("1e30", "1e+30"), ("-0.0", "-0.0"),
  ])
  func writesLiterals(_ expression: String, _ expected: String) {
    #expect(evaluate(expression) == expected)
  }
}

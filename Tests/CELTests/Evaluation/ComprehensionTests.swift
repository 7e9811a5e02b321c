import Testing

@Suite struct ComprehensionTests {
  @Test(arguments: [
    ("[1, 2, 3].all(x, x > 0)", "true"), ("[1, 2, 3].exists(x, x > 2)", "true"),
    ("[1, 2].exists_one(x, x > 1)", "true"),
    ("[1, 0].exists(x, 1 / x > 0)", "true"), ("[0, 1].exists(x, 1 / x > 0)", "true"),
    ("[0, 2].all(x, 1 / x > 0)", "false"), ("[0, 1].all(x, 1 / x > 0)", "!division_by_zero"),
    ("[0, 1].exists_one(x, 1 / x > 0)", "!division_by_zero"), ("[].all(x, x)", "true"),
    ("[].exists(x, x)", "false"),
    ("[1, 2, 3].filter(x, x % 2 == 1)", "[1, 3]"), ("[1, 2, 3].map(x, x > 1, x * 10)", "[20, 30]"),
    ("{'a': 1, 'b': 2}.map(k, k)", #"["a", "b"]"#), ("{'a': 1}.exists(k, v, v == 1 && k == 'a')", "true"),
    ("['a', 'b'].transformList(i, v, v + string(i))", #"["a0", "b1"]"#),
    ("{'a': 1, 'b': 2}.transformMap(k, v, v > 1, v * 2)", #"{"b": 4}"#),
    ("['a', 'b'].transformMap(i, v, v)", #"{0: "a", 1: "b"}"#),
    ("{'a': 'x'}.transformMapEntry(k, v, {v: k})", #"{"x": "a"}"#),
    ("{'a': 'x', 'b': 'x'}.transformMapEntry(k, v, {v: k})", "!duplicate_key"),
    ("[[1, 2], [3]].map(l, l.map(x, x + l.size()))", "[[3, 4], [4]]"),
    ("[1, 2].map(x, [x].map(x, x * 2))", "[[2], [4]]"),
    ("dyn(1).map(x, x)", "!no_such_overload"),
  ])
  func loops(_ expression: String, _ expected: String) {
    #expect(evaluate(expression) == expected)
  }

  @Test(arguments: [
    ("cel.bind(x, 2, x * x)", "4"), ("cel.bind(x, 1 / 0, true)", "true"),
    ("cel.bind(x, 1 / 0, x > 0 || true)", "true"),
    ("cel.bind(x, 1, cel.bind(x, x + 1, x * 10))", "20"),
    ("[1, 2].map(i, cel.bind(x, i * 2, x + x))", "[4, 8]"),
  ])
  func bindsLazily(_ expression: String, _ expected: String) {
    #expect(evaluate(expression) == expected)
  }
}

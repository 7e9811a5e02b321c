import Testing

@Suite struct StringFunctionTests {
  @Test(arguments: [
    ("'tacocat'.indexOf('')", "0"), ("'äöä'.indexOf('ä', 1)", "2"), ("'abc'.indexOf('c', 3)", "-1"),
    ("'abc'.indexOf('', 3)", "3"),
    ("'abab'.lastIndexOf('ab')", "2"), ("'abab'.lastIndexOf('ab', 1)", "0"), ("'äöä'.lastIndexOf('ä')", "2"),
    ("''.lastIndexOf('')", "0"),
    ("'abc'.charAt(3)", #""""#), ("'äöü'.charAt(1)", #""ö""#), ("'äöü'.substring(1)", #""öü""#),
    ("'äöü'.substring(1, 2)", #""ö""#),
    ("'äöü'.substring(3)", #""""#), ("'abc'.substring(4)", "!index_out_of_range"),
    ("'abc'.substring(2, 1)", "!index_out_of_range"),
    ("'abc'.charAt(-1)", "!index_out_of_range"), ("'äöü'.size()", "3"), ("size('äöü')", "3"),
    ("'äöü'.reverse()", #""üöä""#),
    ("' a '.trim()", #""a""#), ("'   '.trim()", #""""#), ("'Ab Ä'.lowerAscii()", #""ab Ä""#),
    ("'ab ä'.upperAscii()", #""AB ä""#),
    ("'aXbX'.contains('bX')", "true"), ("'abc'.startsWith('abcd')", "false"),
    ("'abc'.endsWith('bc')", "true"), ("'é'.endsWith('\\u0301')", "false"),
  ])
  func findsAndCuts(_ expression: String, _ expected: String) {
    #expect(evaluate(expression) == expected)
  }

  /// As Go's `strings.Replace` and `strings.SplitN` do it.
  @Test(arguments: [
    ("'aaa'.replace('a', 'b')", #""bbb""#), ("'aaa'.replace('a', 'b', 2)", #""bba""#),
    ("'aaa'.replace('a', 'b', 0)", #""aaa""#),
    ("'aaa'.replace('a', 'b', -1)", #""bbb""#), ("'aaa'.replace('aa', 'b')", #""ba""#),
    ("'äb'.replace('', '-')", #""-ä-b-""#),
    ("'äb'.replace('', '-', 2)", #""-ä-b""#), ("''.replace('', '-')", #""-""#),
    ("'abc'.replace('', '-', 3)", #""-a-b-c""#),
    ("'abc'.replace('', '-', 4)", #""-a-b-c-""#), ("'abc'.replace('', '-', 9)", #""-a-b-c-""#),
    ("'abc'.replace('b', '')", #""ac""#),
    ("'a,b,c'.split(',')", #"["a", "b", "c"]"#), ("'a,b,c'.split(',', 2)", #"["a", "b,c"]"#),
    ("'a,b'.split(',', 0)", "[]"),
    ("'a,b'.split(',', 1)", #"["a,b"]"#), ("'a,b'.split(',', -5)", #"["a", "b"]"#),
    ("''.split(',')", #"[""]"#), ("'äb'.split('')", #"["ä", "b"]"#),
    ("'äbc'.split('', 2)", #"["ä", "bc"]"#), ("''.split('')", "[]"),
    ("','.split(',')", #"["", ""]"#),
    ("['a', 'b'].join('--')", #""a--b""#), ("[].join('x')", #""""#),
    ("[dyn('a'), dyn(1)].join()", "!no_such_overload"),
  ])
  func replacesAndSplits(_ expression: String, _ expected: String) {
    #expect(evaluate(expression) == expected)
  }

  @Test(arguments: [
    ("'%s|%d|%b'.format(['a', -5, 5])", #""a|-5|101""#),
    ("'%x %X %o'.format([-255, 255u, 8])", #""-ff FF 10""#),
    ("'%.2f %.0f %e'.format([1.005, 2.5, 12345.678])", #""1.00 2 1.234568e+04""#),
    ("'%s'.format([[1, 'a', {'k': null}]])", #""[1, a, {k: null}]""#),
    ("'%s %s'.format([1e21, 1.5])", #""1000000000000000000000 1.5""#), ("'%d%%'.format([50])", #""50%""#),
    ("'%s'.format([])", "!invalid_argument"),
    ("'%'.format([])", "!invalid_argument"), ("'%y'.format([1])", "!invalid_argument"),
    ("'%d'.format(['a'])", "!invalid_argument"),
    ("'%.9999f'.format([1.0])", "!invalid_argument"), ("'%.f'.format([1.0])", "!invalid_argument"),
    ("'%.3'.format([1.0])", "!invalid_argument"),
    ("'%.1000f'.format([1.0]).size()", "1002"), ("'%f'.format([1e308]).size()", "316"),
    ("'äö%s'.format(['ü'])", #""äöü""#),
  ])
  func formats(_ expression: String, _ expected: String) {
    #expect(evaluate(expression) == expected)
  }

  @Test(arguments: [
    ("'abc123'.matches('^[a-z]+[0-9]{3}$')", "true"), ("'xabcx'.matches('abc')", "true"),
    ("'ä'.matches('^.$')", "true"), ("''.matches('')", "true"),
    ("'a\\nb'.matches('a.b')", "false"), ("'a\\nb'.matches('(?s)a.b')", "true"),
    ("'AB'.matches('(?i)ab')", "true"),
    ("matches('abc', 'b')", "true"), ("'a'.matches(['['].map(p, p)[0])", "!invalid_argument"),
    ("'a'.matches(['a'].map(p, p)[0])", "true"),
    ("['[', 'a'].exists(p, 'a'.matches(p))", "true"), ("'a\\u0000b'.matches('a\\\\x00b')", "true"),
  ])
  func matchesRegularExpressions(_ expression: String, _ expected: String) {
    #expect(evaluate(expression) == expected)
  }
}

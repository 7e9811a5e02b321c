import Testing

@Suite struct ConversionTests {
  @Test(arguments: [
    ("int('-9223372036854775808')", "-9223372036854775808"), ("int('+5')", "5"), ("int('')", "!conversion"),
    ("int(' 5')", "!conversion"),
    ("int('5.0')", "!conversion"), ("int('0x10')", "!conversion"), ("uint('-1')", "!conversion"),
    ("int(-1.9)", "-1"), ("int(2.5)", "2"),
    ("double('1e3')", "1000.0"), ("double('abc')", "!conversion"),
    ("double(9007199254740993)", "9.007199254740992e+15"),
    ("string(1.0)", #""1""#), ("string(1000000.0)", #""1e+06""#), ("string(true)", #""true""#),
    ("string(b'\\xff')", "!conversion"),
    ("bool('yes')", "!conversion"), ("bool('t')", "true"), ("bytes('ä')", #"b"\xc3\xa4""#),
    ("type(duration('1s'))", "google.protobuf.Duration"),
    ("type(null) == null_type", "true"), ("type(type(1)) == type", "true"), ("dyn('x') == 'x'", "true"),
    ("timestamp(['x'].map(p, p)[0])", "!conversion"),
    ("base64.encode(b'\\x00\\xff')", #""AP8=""#), ("base64.decode('AP8=')", #"b"\x00\xff""#),
    ("base64.decode('AP8')", #"b"\x00\xff""#),
    ("base64.decode('A')", "!conversion"), ("base64.decode('AP8==')", "!conversion"),
    ("base64.decode('*')", "!conversion"),
    ("base64.decode('=')", "!conversion"), ("base64.decode('')", #"b"""#),
  ])
  func converts(_ expression: String, _ expected: String) {
    #expect(evaluate(expression) == expected)
  }
}

import Testing

@Suite struct ParserMessageTests {
  @Test(arguments: [
    (
      #"flag == 'x"#,
      #"8 ['x] the text that begins with `'` isn't closed (add `'` at the end of the text)"#
    ),
    (
      #"(los > 3.0"#,
      #"0 [(] `(` isn't closed (add `)`)"#
    ),
    (
      #"[1, 2"#,
      #"0 [[] `[` isn't closed (add `]`)"#
    ),
  ])
  func whatIsOpenIsPointedAt(_ expression: String, _ expected: String) {
    #expect(diagnose(expression) == expected)
  }

  @Test(arguments: [
    (
      #"los >"#,
      #"5 [] the expression ends where a value is expected"#
    ),
    (
      #"&& los"#,
      #"0 [&&] a value is missing before `&&`"#
    ),
    (
      #"1 +"#,
      #"3 [] the expression ends where a value is expected"#
    ),
    (
      #"{'a' 1}"#,
      #"5 [1] `:` is missing between key and value, found `1` (write a map as `{'key': value}`)"#
    ),
    (
      #"los > 3.0."#,
      #"10 [] a field's name is missing after `.`, found the end (write a field that isn't a plain name as `x["name"]`)"#
    ),
    (
      #"los..x"#,
      #"4 [.] a field's name is missing after `.`, found `.` (write a field that isn't a plain name as `x["name"]`)"#
    ),
    (
      #"flag == 'a' 'b'"#,
      #"12 ['b'] `'b'` can't follow here (an operator such as `&&` or `==` is missing before it)"#
    ),
    (
      #"flag == == 'x'"#,
      #"8 [==] a value is missing before `==`"#
    ),
  ])
  func whatIsMissingIsNamed(_ expression: String, _ expected: String) {
    #expect(diagnose(expression) == expected)
  }

  @Test(arguments: [
    (
      #"flag == "a\d""#,
      #"10 [\d] `\d` isn't an escape sequence (write `\\` for a backslash, or put `r` before the quotes, as in `r'\d+'`)"#
    ),
    (
      #"99999999999999999999"#,
      #"0 [99999999999999999999] the integer is outside -9223372036854775808 to 9223372036854775807 (write `99999999999999999999.0` for a double)"#
    ),
    (
      #"1.5e999"#,
      #"0 [1.5e999] the number is larger than a double can be"#
    ),
  ])
  func badLiteralsAreExplained(_ expression: String, _ expected: String) {
    #expect(diagnose(expression) == expected)
  }
}

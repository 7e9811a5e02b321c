import Testing

@Suite struct CommonMistakesTests {
  @Test(arguments: [
    (
      #"flag = 'abnormal'"#,
      #"5 [=] `=` isn't an operator (use `==` to compare)"#
    ),
    (
      #"flag === 'x'"#,
      #"5 [===] `===` isn't an operator (use `==`)"#
    ),
    (
      #"flag <> 'x'"#,
      #"5 [<>] `<>` isn't an operator (use `!=` for "not equal")"#
    ),
    (
      #"isFinal & isFinal"#,
      #"8 [&] `&` isn't an operator (use `&&` for "and")"#
    ),
    (
      #"isFinal | isFinal"#,
      #"8 [|] `|` isn't an operator (use `||` for "or")"#
    ),
    (
      #"los ≥ 3.0"#,
      #"4 [≥] `≥` isn't an operator (use `>=`)"#
    ),
    (
      #"los^2.0"#,
      #"3 [^] `^` isn't an operator (multiply, as in `x * x`)"#
    ),
  ])
  func operatorsOfOtherLanguagesAreTranslated(_ expression: String, _ expected: String) {
    #expect(diagnose(expression) == expected)
  }

  @Test(arguments: [
    (
      #"los > 3 and isFinal"#,
      #"8 [and] `and` isn't an operator (use `&&`)"#
    ),
    (
      #"isFinal or los > 3.0"#,
      #"8 [or] `or` isn't an operator (use `||`)"#
    ),
    (
      #"not isFinal"#,
      #"0 [not] `not` isn't an operator (use `!`)"#
    ),
    (
      #"if isFinal then 1 else 2"#,
      #"0 [if] `if` can't be used here (write `condition ? value : other`)"#
    ),
    (
      #"los is null"#,
      #"4 [is] `is` isn't an operator (use `==`)"#
    ),
    (
      #"True"#,
      #"0 [True] `True` isn't a known name (write `true`)"#
    ),
    (
      #"None == valuenum"#,
      #"0 [None] `None` isn't a known name (write `null`)"#
    ),
    (
      #"for"#,
      #"0 [for] `for` is a reserved word (a variable can't have this name; a field can, as in `x.for`)"#
    ),
  ])
  func wordsOfOtherLanguagesAreTranslated(_ expression: String, _ expected: String) {
    #expect(diagnose(expression) == expected)
  }

  @Test(arguments: [
    (
      #"flag == “x”"#,
      #"8 [“] `“` is a typographic quote (use straight quotes, `'` or `"`)"#
    ),
    (
      #"codes[“0”]"#,
      #"6 [“] `“` is a typographic quote (use straight quotes, `'` or `"`)"#
    ),
    (
      #"los > 3.0; flag"#,
      #"9 [;] `;` has no meaning here (an expression is one value; leave it out)"#
    ),
    (
      #"$flag"#,
      #"0 [$] `$` has no meaning here (write a variable's bare name)"#
    ),
    (
      #"5x"#,
      #"0 [5x] `5x` is neither a number nor a name (a name can't begin with a digit; put text in quotes)"#
    ),
  ])
  func strayCharactersAreExplained(_ expression: String, _ expected: String) {
    #expect(diagnose(expression) == expected)
  }
}

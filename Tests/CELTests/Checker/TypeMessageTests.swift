import Testing

@Suite struct TypeMessageTests {
  @Test(arguments: [
    (
      #"los > "3""#,
      #"0 [los > "3"] `>` can't be applied to `double` and `string` (write the number without quotes: `3.0`)"#
    ),
    (
      #"los == 3"#,
      #"0 [los == 3] `==` can't be applied to `double` and `int` (write the number as a double: `3.0`)"#
    ),
    (
      #"age == 3"#,
      #"0 [age == 3] `==` can't be applied to `uint` and `int` (write the number as a uint: `3u`)"#
    ),
    (
      #"los + 1"#,
      #"0 [los + 1] `+` can't be applied to `double` and `int` (write the number as a double: `1.0`)"#
    ),
    (
      #"flag + 1"#,
      #"0 [flag + 1] `+` can't be applied to `string` and `int` (convert the other value to text: `string(1)`)"#
    ),
    (
      #"valuenum > '3'"#,
      #"0 [valuenum > '3'] `>` can't be applied to `double or null` and `string` (write the number without quotes: `3.0`)"#
    ),
    (
      #"isFinal == 'true'"#,
      #"0 [isFinal == 'true'] `==` can't be applied to `bool` and `string` (write `true` without quotes)"#
    ),
    (
      #"charttime > '2024-01-01T00:00:00Z'"#,
      #"0 [charttime > '2024-01-01T00:00:00Z'] `>` can't be applied to `timestamp` and `string` (write `timestamp('2024-01-01T00:00:00Z')`)"#
    ),
    (
      #"charttime - 1 > charttime"#,
      #"0 [charttime - 1] `-` can't be applied to `timestamp` and `int` (write a duration, as in `duration('90s')`)"#
    ),
    (
      #"los == subject_id"#,
      #"0 [los == subject_id] `==` can't be applied to `double` and `int` (convert one of them: `double(subject_id)`)"#
    ),
    (
      #"subject_id == null"#,
      #"0 [subject_id == null] `==` can't be applied to `int` and `null` (only a value that may be null can be compared with `null`)"#
    ),
    (
      #"3 in codes"#,
      #"0 [3 in codes] `in` can't be applied to `int` and `list(string)`"#
    ),
    (
      #"-flag"#,
      #"0 [-flag] `-` can't be applied to a value of type `string`"#
    ),
  ])
  func bothTypesAreNamedWithAdvice(_ expression: String, _ expected: String) {
    #expect(diagnose(expression) == expected)
  }

  @Test(arguments: [
    (
      #"true && 1"#,
      #"8 [1] `&&` joins conditions, found a value of type `int` (write `true`, `false` or a comparison)"#
    ),
    (
      #"subject_id ? 1 : 2"#,
      #"0 [subject_id] what stands before `?` must be a condition, found a value of type `int` (compare it, as in `subject_id != 0`)"#
    ),
    (
      #"!subject_id"#,
      #"0 [!subject_id] `!` can't be applied to a value of type `int` (`!` negates a condition; compare the value, as in `subject_id == 0`)"#
    ),
    (
      #"codes.all(c, c.size())"#,
      #"13 [c.size()] the last argument must be a condition, found a value of type `int` (compare it, as in `c.size() != 0`)"#
    ),
    (
      #"(los + 1.0) && true"#,
      #"1 [los + 1.0] `&&` joins conditions, found a value of type `double` (compare it, as in `x != 0.0`)"#
    ),
  ])
  func valuesThatAreNoConditionsAreExplained(_ expression: String, _ expected: String) {
    #expect(diagnose(expression) == expected)
  }

  @Test(arguments: [
    (
      #"subject_id.size()"#,
      #"11 [size] a value of type `int` has no method `size` (convert it to text first: `string(subject_id).size()`)"#
    ),
    (
      #"math.abs(flag)"#,
      #"0 [math.abs(flag)] `abs` can't be called with `string` (it is defined as `math.abs(double) -> double`, `math.abs(int) -> int`, `math.abs(uint) -> uint`)"#
    ),
    (
      #"subject_id.foo"#,
      #"11 [foo] a value of type `int` has no field `foo`"#
    ),
    (
      #"counts.a.b"#,
      #"9 [b] a value of type `int` has no field `b`"#
    ),
  ])
  func methodsOfOtherTypesAreExplained(_ expression: String, _ expected: String) {
    #expect(diagnose(expression) == expected)
  }

  @Test(arguments: [
    (
      #"codes['0']"#,
      #"6 ['0'] the index of a list must be of type `int`, found `string`"#
    ),
    (
      #"counts[1]"#,
      #"7 [1] the map's keys are of type `string`, found `int`"#
    ),
    (
      #"flag[0]"#,
      #"0 [flag] a value of type `string` has no elements (write `flag.charAt(0)` or `flag.substring(0, 1)`)"#
    ),
    (
      #"'a' in flag"#,
      #"7 [flag] `in` looks into a list or map, found a value of type `string` (write `flag.contains('a')`)"#
    ),
    (
      #"meta{a: 1}"#,
      #"0 [meta{a: 1}] `meta` isn't a type whose values can be made with `{…}` (write a map as `{'key': value}`)"#
    ),
    (
      #"isFinal ? 1 : 'a'"#,
      #"10 [1 : 'a'] the two values after `?` have different types, `int` and `string` (convert one of them, or write `dyn(…)` around one if that is intended)"#
    ),
  ])
  func containersAreExplained(_ expression: String, _ expected: String) {
    #expect(diagnose(expression) == expected)
  }

  @Test(arguments: [
    (
      #"flag.matches('[')"#,
      #"13 ['['] bad regular expression: missing ]: ["#
    ),
    (
      #"charttime > timestamp('2024-13-01')"#,
      #"22 ['2024-13-01'] the text isn't a time in RFC 3339 of the years 1 to 9999 (as in `timestamp('2024-05-01T12:00:00Z')`)"#
    ),
    (
      #"charttime.getHours('Mars/Base')"#,
      #"19 ['Mars/Base'] there is no time zone `Mars/Base` (as in `'Europe/Vienna'`, `'UTC'` or `'+02:00'`)"#
    ),
    (
      #"duration('1 day') > duration('1h')"#,
      #"9 ['1 day'] the text isn't a duration of at most 292 years (as in `duration('1h30m')`; the largest unit is `h`)"#
    ),
  ])
  func uselessConstantsAreFoundBeforeEvaluation(_ expression: String, _ expected: String) {
    #expect(diagnose(expression) == expected)
  }

  @Test(arguments: [
    (
      #"valuenum == null || valuenum >= 0.0"#,
      #"no mistake"#
    ),
    (
      #"anything.foo.bar > 3"#,
      #"no mistake"#
    ),
    (
      #"[1, 'a', 2.0][0] == 1"#,
      #"no mistake"#
    ),
    (
      #"dyn(1) == 'a'"#,
      #"no mistake"#
    ),
    (
      #"los > subject_id"#,
      #"no mistake"#
    ),
  ])
  func whatFitsHasNoMistake(_ expression: String, _ expected: String) {
    #expect(diagnose(expression) == expected)
  }
}

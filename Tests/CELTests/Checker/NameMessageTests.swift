import Testing

@Suite struct NameMessageTests {
  @Test(arguments: [
    (
      #"subjectid == 1"#,
      #"0 [subjectid] `subjectid` isn't a known name (did you mean `subject_id`?)"#
    ),
    (
      #"Subject_ID == 1"#,
      #"0 [Subject_ID] `Subject_ID` isn't a known name (did you mean `subject_id`?)"#
    ),
    (
      #"meta.ids == 'x'"#,
      #"5 [ids] `meta` has no field `ids` (did you mean `id`?)"#
    ),
    (
      #"flag.mathces('x')"#,
      #"5 [mathces] there is no method `mathces` (did you mean `matches`?)"#
    ),
    (
      #"math.flor(1.5)"#,
      #"5 [flor] there is no function `math.flor` (did you mean `math.floor`?)"#
    ),
  ])
  func aSimilarNameIsSuggested(_ expression: String, _ expected: String) {
    #expect(diagnose(expression) == expected)
  }

  @Test(arguments: [
    (
      #"meta.zzz == 'x'"#,
      #"5 [zzz] `meta` has no field `zzz` (its fields are `id`, `line`, `source`)"#
    ),
    (
      #"codes.exists(c, d == 'x')"#,
      #"16 [d] `d` isn't a known name (known names are `c`, `los`, `subject_id`, `flag`, `valuenum`, `charttime`, `isFinal`, `codes`, `counts`, `anything`, `age`, `meta`)"#
    ),
    (
      #"nix.foo()"#,
      #"0 [nix] `nix` isn't a known name (known names are `los`, `subject_id`, `flag`, `valuenum`, `charttime`, `isFinal`, `codes`, `counts`, `anything`, `age`, `meta`)"#
    ),
  ])
  func knownNamesAreListedIfNoneIsSimilar(_ expression: String, _ expected: String) {
    #expect(diagnose(expression) == expected)
  }

  @Test(arguments: [
    (
      #"len(flag)"#,
      #"0 [len] there is no function `len` (use `size(x)`)"#
    ),
    (
      #"abs(los)"#,
      #"0 [abs] there is no function `abs` (use `math.abs(x)`)"#
    ),
    (
      #"flag.lower()"#,
      #"5 [lower] there is no method `lower` (use `text.lowerAscii()`)"#
    ),
  ])
  func functionsOfOtherLanguagesAreTranslated(_ expression: String, _ expected: String) {
    #expect(diagnose(expression) == expected)
  }

  @Test(arguments: [
    (
      #"startsWith(flag, 'x')"#,
      #"0 [startsWith] `startsWith` isn't a function but a method (it is defined as `string.startsWith(string) -> bool`)"#
    ),
    (
      #"flag.size"#,
      #"5 [size] a value of type `string` has no field `size` (write `size()` to call the method)"#
    ),
    (
      #"size(flag, 1)"#,
      #"0 [size(flag, 1)] `size` can't be called with `string`, `int` (it is defined as `size(string) -> int`, `size(bytes) -> int`, `size(list(A)) -> int`, `size(map(A, B)) -> int`)"#
    ),
    (
      #"flag.startsWith(1)"#,
      #"0 [flag.startsWith(1)] the method `startsWith` of `string` can't be called with `int` (it is defined as `string.startsWith(string) -> bool`)"#
    ),
    (
      #"has(flag)"#,
      #"4 [flag] `has` needs a field (as in `has(x.y)`; for null write `x != null`)"#
    ),
    (
      #"codes.all(1, true)"#,
      #"10 [1] argument 1 of `all` must be a new name (as in `[1, 2].all(x, x > 0)`)"#
    ),
  ])
  func functionsAndMethodsAreToldApart(_ expression: String, _ expected: String) {
    #expect(diagnose(expression) == expected)
  }
}

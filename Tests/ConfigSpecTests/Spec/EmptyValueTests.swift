import ConfigSpec
import Testing

@Suite struct EmptyValueTests {
  @Test(
    arguments: [
      Marked("«condition»:", "`condition` has no value"),
      Marked("condition: «null»", "`condition` has no value"),
      Marked("condition: «~»", "`condition` has no value"),
      Marked("condition: «&x»", "`condition` has no value: `&x` is a YAML anchor"),
      Marked("{condition: «&x», note: a}", "`condition` has no value: `&x` is a YAML anchor"),
      Marked("condition: «&flag» == 'a'", "`condition` begins with a YAML anchor, `&flag`"),
      Marked("«max_bytes»:", "`max_bytes` has no value"),
      Marked("«window»:\nnote: a", "`window` has no value"),
    ])
  func settingWithoutValueIsAnError(_ marked: Marked) {
    marked.expectFirstProblem(of: Breaker.self)
  }

  @Test(
    arguments: [
      ("condition:", "write an expression, or delete the key"),
      ("condition: &x", "put the value in quotes: `'&x'`"),
      ("condition: &flag == 'a'", "put the value in quotes: `\"&flag == 'a'\"`"),
    ])
  func helpSaysWhatToWrite(_ text: String, _ help: String) {
    #expect(Breaker.decode(text: text).diagnostics.sorted.first?.help == help)
  }

  @Test(arguments: ["max_bytes: null", "window: ~", "condition: &x a > 1\nnote: b"])
  func writtenNullAndSharedExpressionsAreTaken(_ text: String) {
    #expect(Breaker.decode(text: text).diagnostics.text() == "")
  }

  @Test func controlCharactersAreShownAsEscapes() {
    let decoded = Breaker.decode(text: "state: \"a\\r\\n\\t\\e\"")
    #expect(
      decoded.diagnostics.sorted.first?.message
        == #"`state` must be `normal`, `isolated` or `disabled`, found the quoted text `a\r\n\t\x1B`"#)
  }
}

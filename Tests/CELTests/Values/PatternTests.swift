import CEL
import Testing

@Suite struct PatternTests {
  @Test func matchesAnywhereInAText() throws {
    let pattern = try Pattern("b+")
    #expect(pattern.matches("abbc"))
    #expect(!pattern.matches("ac"))
    #expect(!pattern.matches(""))
  }

  @Test func anEmptyPatternMatchesEverything() throws {
    let pattern = try Pattern("")
    #expect(pattern.matches("") && pattern.matches("x"))
    #expect(pattern.matches(UnsafeBufferPointer<UInt8>(start: nil, count: 0)))
  }

  @Test(arguments: [
    ("[", "missing ]: ["), ("(", "missing ): ("), ("a**", "bad repetition operator: **"),
    ("\\", "trailing \\"),
    ("(?=a)", "invalid perl operator: (?="), ("\\1", "invalid escape sequence: \\1"),
  ])
  func aBadPatternTellsWhy(_ text: String, _ reason: String) {
    let error = #expect(throws: Pattern.SyntaxError.self) { try Pattern(text) }
    #expect(error?.reason == reason)
  }

  @Test func aPatternThatNeedsTooMuchMemoryIsRefused() {
    #expect(throws: Pattern.SyntaxError.self) { try Pattern("((a{100}){100}){100}") }
    #expect(throws: Pattern.SyntaxError.self) { try Pattern("a{1,900}b{1,900}", memory: 10_000) }
  }
}

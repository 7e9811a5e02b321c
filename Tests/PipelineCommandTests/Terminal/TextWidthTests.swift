import Testing

@testable import pipeline

struct TextWidthTests {
  @Test(arguments: [
    ("abc", 3), ("日本", 4), ("é", 1), ("e\u{301}", 1), ("👩‍👩‍👧", 2), ("⚠️", 2), ("\u{200B}", 0), ("ｱ", 1),
  ])
  func countsColumns(text: String, width: Int) { #expect(TextWidth.of(text) == width) }

  @Test func cutsBetweenCharacters() {
    #expect(TextWidth.cut("日本語", to: 4) == "日…")
    #expect(TextWidth.cut("abcdef", to: 4) == "abc…")
    #expect(TextWidth.cut("abcd", to: 4) == "abcd")
  }

  @Test func takesControlCharactersOut() {
    #expect(TextWidth.visible("a\u{1B}[31mb\u{9B}c") == "a?[31mb?c")
  }

  @Test func padsByColumns() {
    #expect(TextWidth.pad("日", to: 4) == "日  ")
    #expect(TextWidth.pad("7", to: 3, isRight: true) == "  7")
  }
}

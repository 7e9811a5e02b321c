import Testing

@testable import pipeline

struct StyledLineTests {
  private let colors = TerminalStyle(hasColors: true, hasBlocks: true)

  @Test func paintsAfterItIsCut() {
    var line = StyledLine("name", .bold)
    line.add(" long", .red)
    #expect(line.text(colors, limit: 7) == "\u{1B}[1mname\u{1B}[0m\u{1B}[31;1m l…\u{1B}[0m")
    #expect(line.text(.plain, limit: 7) == "name l…")
  }

  @Test func hasNoBlanksAtItsEnd() {
    var line = StyledLine("name")
    line.advance(to: 20)
    #expect(line.text(.plain) == "name")
  }
}

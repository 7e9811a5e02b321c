import Testing

@testable import pipeline

struct TerminalStyleTests {
  @Test(arguments: [
    (true, [:], true), (false, [:], false), (true, ["NO_COLOR": "1"], false), (true, ["NO_COLOR": ""], true),
    (true, ["TERM": "dumb"], false),
  ])
  func hasColorsOnATerminalUnlessSomebodyObjects(
    isTerminal: Bool, environment: [String: String], hasColors: Bool
  ) {
    #expect(TerminalStyle(isTerminal: isTerminal, environment).hasColors == hasColors)
  }

  @Test(arguments: [([:], true), (["LANG": "C"], false), (["LANG": "C", "LC_ALL": "C.UTF-8"], true)])
  func drawsBlocksUnlessTheLocaleHasNone(environment: [String: String], hasBlocks: Bool) {
    #expect(TerminalStyle(isTerminal: true, environment).hasBlocks == hasBlocks)
  }
}

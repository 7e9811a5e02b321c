import Testing

@testable import pipeline

struct ProgressBarTests {
  @Test func fillsInEighths() {
    #expect(ProgressBar(share: 0, width: 4).text(hasBlocks: true) == "▕    ▏")
    #expect(ProgressBar(share: 0.54, width: 4).text(hasBlocks: true) == "▕██▏ ▏")
    #expect(ProgressBar(share: 1.5, width: 4).text(hasBlocks: true) == "▕████▏")
  }

  @Test func usesPlainLettersWhereThereAreNoBlocks() {
    #expect(ProgressBar(share: 0.5, width: 4).text(hasBlocks: false) == "[##..]")
  }
}

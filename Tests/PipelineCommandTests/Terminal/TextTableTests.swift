import Testing

@testable import pipeline

struct TextTableTests {
  @Test func setsNumbersToTheRight() {
    var table = TextTable(
      [.init(title: "stage"), .init(title: "in", isNumber: true), .init(title: "note")], indent: 1)
    table.add(["types", "1,000", "ok"])
    table.add(["名前", "7", ""])
    #expect(
      table.lines.map { $0.text(.plain) } == [
        " stage     in  note",
        " types  1,000  ok",
        " 名前       7",
      ])
  }
}

import ConfigSpec
import Testing

@Suite struct DiagnosticsTextTests {
  private func text(_ yaml: String) -> String {
    Breaker.decode(text: yaml, path: "a.yaml").diagnostics.text()
  }

  @Test func showsPlaceLineUnderlineAndHelp() {
    #expect(
      text("retry:\n  max_retries: \"5\"\n") == """
        error: `max_retries` must be a whole number, found the quoted text `5`
          --> a.yaml:2:16
           |
         2 |   max_retries: "5"
           |                ^^^
           = help: remove the quotes: `5`

        """)
  }

  @Test func alignsTheGutterOfTwoPlaces() {
    let lines = (1...9).map { "# \($0)" }.joined(separator: "\n")
    #expect(
      text("state: normal\n\(lines)\nstate: normal\n")
        == """
        error: the key `state` stands twice in this map
          --> a.yaml:11:1
            |
         11 | state: normal
            | ^^^^^
            = help: keep one of the two
        note: first defined here
          --> a.yaml:1:1
            |
          1 | state: normal
            | ^^^^^

        """.replacingArrow)
  }

  @Test func underlinesBelowWideCharactersAndTabs() {
    #expect(
      text("labels: {名前: [x]}") == """
        error: `名前` must be text, found a list
          --> a.yaml:1:14
           |
         1 | labels: {名前: [x]}
           |                ^^^
           = help: put the value in quotes if it is text: `'[x]'`

        """)
  }

  @Test func cutsLongLinesAroundThePlace() {
    let long = String(repeating: "a", count: 300)
    let lines = text("labels: {x: \(long), y: [z], v: \(long)}").split(separator: "\n")
    #expect(lines[3].hasPrefix(" 1 | …aaa"))
    #expect(lines[3].hasSuffix("aaa…"))
    #expect(lines[3].count < 120)
    let caret = lines[4].distance(
      from: lines[4].startIndex, to: lines[4].firstIndex(of: "^") ?? lines[4].endIndex)
    #expect(Array(lines[3])[caret] == "[")
  }

  @Test func masksSecrets() {
    let output = text("{token: hunter2, state: x}")
    #expect(!output.contains("hunter2"))
    #expect(output.contains("{token: *******, state: x}"))
    #expect(!text("token: hunter2\nstate: [").contains("hunter2"))
    #expect(!text("api_token: hunter2: 5").contains("hunter2"))
  }

  @Test func closesWithTheNumberLeftOut() {
    let keys = (1...300).map { "key\($0): 1" }.joined(separator: "\n")
    let output = text(keys)
    #expect(output.hasSuffix("\n100 more problems are not shown\n"))
  }

  @Test func writesJSONForEditors() {
    let json = Breaker.decode(text: "timeout: 5", path: "a.yaml").diagnostics.json.text()
    #expect(
      json == """
        [{"severity":"error","message":"`timeout` must be a duration such as `500ms`, `5s`, `2m` or `1h30m`, \
        found 5","file":"a.yaml","line":1,"column":10,"endLine":1,"endColumn":11,\
        "help":"a unit is missing: write `5s` for seconds or `5ms`"}]
        """)
  }

  @Test func keepsFilesInTheOrderTheyWereLoaded() {
    var diagnostics = Diagnostics()
    let reader = YAMLReader()
    _ = reader.read(text: "a: 1\na: 2", path: "second.yaml", into: &diagnostics)
    _ = reader.read(text: "[", path: "first.yaml", into: &diagnostics)
    #expect(diagnostics.sorted.compactMap { $0.span?.file.path } == ["second.yaml", "first.yaml"])
  }
}

extension String {
  fileprivate var replacingArrow: String {
    split(separator: "\n", omittingEmptySubsequences: false).map {
      $0.hasPrefix("  -->") ? " \($0)" : "\($0)"
    }
    .joined(separator: "\n")
  }
}

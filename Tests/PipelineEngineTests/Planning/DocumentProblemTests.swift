import ConfigSpec
import PipelineModel
import Testing

@testable import PipelineEngine
@testable import PipelineParts

/// Mistakes in the parts of a pipeline file, and where their messages point.
@Suite struct DocumentProblemTests {
  @Test func stagesAndSinksNeedNamesThatAreNotEmpty() {
    #expect(problems(StageOptions.self, "name: \"\"\nuses: drop") == ["1:7 `name` is empty"])
    #expect(problems(SinkOptions.self, "name: ''\nuses: drop") == ["1:7 `name` is empty"])
  }

  @Test func conditionsNeedAValue() {
    #expect(problems(StageOptions.self, "name: a\nuses: b\nwhen:") == ["3:1 `when` has no value"])
    #expect(problems(SinkOptions.self, "uses: b\nwhen: null") == ["2:7 `when` has no value"])
  }

  @Test func misspeltRequiredKeyIsOneMistake() {
    #expect(problems(CSVDefinition.Options.self, "pth: a.csv") == ["1:1 unknown key `pth`"])
    #expect(
      problems(CSVDefinition.Options.self, "wholly_other: 1") == [
        "1:1 unknown key `wholly_other`", "1:1 the key `path` is missing",
      ])
  }

  @Test func csvQuoteMayBeNullButNotLeftOut() {
    #expect(problems(CSVDefinition.Options.self, "path: a\nquote: null").isEmpty)
    #expect(problems(CSVDefinition.Options.self, "path: a\nquote:") == ["2:1 `quote` has no value"])
  }

  @Test func quoteLikeTheDelimiterIsUnderlinedWithItsQuotes() {
    let options = CSVDefinition.Options.decode(text: "{path: a, quote: ','}", path: "a.yaml")
    #expect(options.diagnostics.sorted.first?.span?.text == "','")
    let block = CSVDefinition.Options.decode(text: "path: a\nquote: ','", path: "a.yaml")
    #expect(block.diagnostics.sorted.first?.span?.text == "','")
  }

  @Test func misspeltEncodingIsAnsweredWithAListedWord() {
    let decoded = CSVDefinition.Options.decode(text: "path: a\nencoding: utf8x")
    #expect(decoded.diagnostics.sorted.first?.help == "did you mean `utf-8`?")
  }

  @Test func badColumnNamesAreReportedAtNames() throws {
    var diagnostics = Diagnostics()
    let text = "path: /dev/null\nnames: [a, a]"
    let node = try #require(YAMLReader().read(text: text, path: "a.yaml", into: &diagnostics))
    var planning = SourcePlanning(
      decoding: Decoding(diagnostics: diagnostics), path: "source.with", span: node.span)
    #expect(SourcePart(CSVDefinition.self).plan(node, &planning).source == nil)
    #expect(planning.decoding.diagnostics.sorted.first?.span?.text == "[a, a]")
  }

  @Test func aWrongStatusInAListIsUnderlinedAlone() {
    MarkedPolicy("errors: [{match: {status: [429, «999»]}, class: fatal}]", "`status[1]` can't be 999")
      .expectProblem()
  }

  private func problems<Options: Configurable>(_ type: Options.Type, _ text: String) -> [String] {
    Options.decode(text: text, path: "a.yaml").diagnostics.sorted.map { diagnostic in
      let place = diagnostic.span.map { "\($0.start.line):\($0.start.column) " } ?? ""
      return place + diagnostic.message
    }
  }
}

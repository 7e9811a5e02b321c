import PipelineEngine
import PipelineModel
import Testing

@testable import ConfigSpec
@testable import PipelineEngine
@testable import pipeline

struct PlanTextTests {
  private var report: PlanReport {
    let file = SourceFile(path: "labs.yaml", text: "name: labs\nsource:\n  path: a.csv\n")
    let columns = [
      Column(name: "id", slot: 0, type: .string),
      Column(name: "age", slot: 1, type: .integer, isNullable: true),
    ]
    var report = PlanReport()
    report.name = "labs"
    report.file = "labs.yaml"
    report.digest = "ab12"
    report.policyDigest = "cd34"
    report.stateDirectory = ".pipeline/labs"
    report.params = [.init(name: "input", value: "a.csv", origin: "--set", description: "")]
    report.source = PlanReport.Part(
      name: "source", uses: "csv",
      settings: [
        Setting(path: "source.with.path", value: "a.csv", origin: .file(Span(file, 27..<32))),
        Setting(path: "source.with.trim", value: "false", origin: .default),
        Setting(path: "source.with.names", value: "[]", origin: .default),
      ], columns: columns, policies: [])
    report.stages = [
      PlanReport.Part(
        name: "adults", uses: "filter", when: "age != null",
        settings: [Setting(path: "stages[0].with.keep", value: "age > 17", origin: .default)],
        columns: columns,
        policies: ["timeout 5s"])
    ]
    report.sinks = [
      PlanReport.Part(
        name: "out", uses: "jsonl", settings: [], columns: [], destination: "out.jsonl",
        delivery: "exactly once",
        policies: [])
    ]
    report.settings = [Setting(path: "checkpoint.every", value: "10000", origin: .default)]
    report.notes = ["the standard input can't be read twice"]
    return report
  }

  @Test func showsEachSettingWithItsOrigin() {
    let text = PlanText(report, width: 100).lines.map { $0.text(.plain) }.joined(separator: "\n")
    #expect(
      text == """
        labs  labs.yaml
          plan      ab12
          policies  cd34
          state     .pipeline/labs

        params
          input  a.csv  --set

        source  csv
          path  a.csv  labs.yaml:3
          trim  false  default
          → id: string, age: integer?

        stage adults  filter
          when: age != null
          keep  age > 17  default
          policy: timeout 5s
          → the same columns

        sink out  jsonl → out.jsonl
          delivery: exactly once

        checkpoint
          every  10000  default

        notes
          the standard input can't be read twice
        """)
  }

  @Test func drawsAMermaidChart() {
    #expect(
      PlanGraph(report).mermaid == """
        ---
        title: "labs"
        ---
        flowchart TD
          source(["source<br/>csv"])
          stage0["adults<br/>filter"]
          sink0[/"out<br/>out.jsonl"/]
          dead_letters[("dead letters")]
          source -->|"age != null"| stage0
          stage0 -.-> dead_letters
          stage0 --> sink0

        """)
  }

  @Test func drawsAGraphvizGraph() {
    let dot = PlanGraph(report).dot
    #expect(dot.hasPrefix("digraph \"labs\" {\n"))
    #expect(dot.contains("  source -> stage0 [label=\"age != null\"]\n"))
    #expect(dot.contains("  stage0 -> dead_letters [style=dashed]\n"))
  }

  @Test func writesThePlanAsJSON() {
    let json = PlanJSON(report).value.text()
    #expect(json.contains(#"{"path":"source.with.path","value":"a.csv","origin":"labs.yaml:3"}"#))
    #expect(json.contains(#"{"name":"age","type":"integer","nullable":true}"#))
  }
}

import ConfigSpec
import Testing

@Suite struct JSONSchemaTests {
  private struct Stage: Configurable {
    var uses = Located("")
    var with: Node?
    var retry = Small()
    static let spec = Spec(blank: Self(), name: "Stage", "One step of the pipeline.") {
      Field("uses", \.uses, "Which step.").required()
      Field("with", \.with, "The options of the step.")
      Field("retry", \.retry, "Tries again.")
    }
  }

  private struct Small: Configurable {
    var count = 3
    var delay: Duration?
    static let spec = Spec(blank: Self(), name: "Small", "A few fields.") {
      Field("count", \.count, in: 0...9, "How often.")
      Field("delay", \.delay, in: .zero ... .seconds(5), "How long.").also(
        "delay_ms", \.delay, as: .milliseconds)
      Shorthand(Int.self, "The count.") { Small(count: $0) }
    }
  }

  private struct CSVOptions: Configurable {
    var path = LocalPath("")
    static let spec = Spec(blank: Self(), name: "CSV", "Reads comma-separated values.") {
      Field("path", \.path, "The file.").required().example("data.csv")
    }
  }

  private var variants: [String: Variants] {
    ["Stage": Variants(tag: "uses", payload: "with", kinds: [.init("csv", CSVOptions.spec.outline)])]
  }

  @Test func describesFieldsShorthandsAndKinds() {
    let expected = """
      {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$comment": "Generated from the declarations of the options; do not edit.",
        "title": "Stage",
        "description": "One step of the pipeline.",
        "$ref": "#/$defs/Stage",
        "$defs": {
      """
    let text = JSONSchema(root: Stage.spec.outline, variants: variants).text()
    #expect(text.hasPrefix(expected))
    #expect(text == JSONSchema(root: Stage.spec.outline, variants: variants).text())
    let compact = JSONSchema(root: Stage.spec.outline, variants: variants).value().text()
    let parts: [String] = [
      ##""count":{"description":"How often.","anyOf":[{"type":"integer","minimum":0,"maximum":9}, "##,
      ##"{"$ref":"#/$defs/interpolated"}],"default":3}"##,
      ##""uses":{"description":"Which step.","enum":["csv"],"markdownEnumDescriptions":["Reads"##,
      ##"{"if":{"properties":{"uses":{"const":"csv"}},"required":["uses"]},"then":{"properties":"##,
      ##"{"with":{"$ref":"#/$defs/CSV"}},"required":["with"]}}"##,
      ##"{"not":{"required":["delay", "delay_ms"]}}"##, ##""required":["uses"]"##,
      ##""examples":["data.csv"]"##,
    ]
    for part in parts {
      #expect(compact.contains(part))
    }
  }

  @Test func readsOptionsThatAreChosenByAKey() {
    let decoded = Stage.decode(text: "uses: csv\nwith: {pth: x}", path: "a.yaml")
    var decoding = Decoding(diagnostics: decoded.diagnostics)
    let stage = decoded.options ?? Stage()
    if let owner = stage.uses.span {
      _ = decoding.decode(CSVOptions.self, stage.with, at: "with", owner: owner)
      _ = decoding.decode(CSVOptions.self, nil, at: "with", owner: owner)
    }
    #expect(
      decoding.diagnostics.sorted.map { "\($0.span?.label ?? "") \($0.message)" } == [
        "a.yaml:1:7 the key `path` is missing in `with`", "a.yaml:2:8 unknown key `pth` in `with`",
      ])
  }

  @Test func writesReferencePages() {
    #expect(
      ReferencePage(Stage.spec.outline).markdown() == """
        ## Stage

        One step of the pipeline.

        | key | type | default | meaning |
        |---|---|---|---|
        | `uses` | text | required | Which step. |
        | `with` | any |  | The options of the step. |
        | `retry` | [Small](#small) |  | Tries again. |

        ## Small

        A few fields.

        Short form: integer. The count.

        | key | type | default | meaning |
        |---|---|---|---|
        | `count` | integer, 0 to 9 | `3` | How often. |
        | `delay` | duration such as `500ms`, `5s`, `2m` or `1h30m`, 0s to 5s |  | How long. |
        | `delay_ms` | integer |  | The same setting as `delay`. |

        """)
  }

  @Test func writesSamples() {
    #expect(
      Sample(CSVOptions.spec.outline).yaml() == "# The file.\npath: data.csv\n")
  }
}

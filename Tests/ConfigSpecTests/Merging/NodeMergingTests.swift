import ConfigSpec
import Testing

@Suite struct NodeMergingTests {
  private func merge(_ first: String, _ second: String, _ rules: [String: MergePolicy.Rule] = [:]) throws -> (
    json: String, overrides: [String]
  ) {
    var diagnostics = Diagnostics()
    let earlier = try #require(YAMLReader().read(text: first, path: "1.yaml", into: &diagnostics))
    let later = try #require(YAMLReader().read(text: second, path: "2.yaml", into: &diagnostics))
    let merged = earlier.merging(later, policy: MergePolicy(rules))
    return (
      JSONValue(merged.node).text(),
      merged.overrides.map { "\($0.path): \($0.earlier.lineLabel) -> \($0.later.lineLabel)" }
    )
  }

  @Test func mapsMergePerKeyAndTellWhatTheyReplaced() throws {
    let merged = try merge("services:\n  a: {x: 1, y: 2}", "services:\n  a:\n    y: 3\n  b: {x: 4}")
    #expect(merged.json == #"{"services":{"a":{"x":1,"y":3},"b":{"x":4}}}"#)
    #expect(merged.overrides == ["services.a.y: 1.yaml:2 -> 2.yaml:3"])
  }

  @Test func listsMergeByName() throws {
    let merged = try merge(
      "alerts:\n  - {name: a, severity: low, for: 1m}\n  - {name: b}",
      "alerts:\n  - {name: c}\n  - {name: a, severity: high}",
      ["alerts": .byKey("name")])
    #expect(
      merged.json
        == #"{"alerts":[{"name":"a","severity":"high","for":"1m"}, {"name":"b"}, {"name":"c"}]}"#)
    #expect(merged.overrides == ["alerts[a].severity: 1.yaml:2 -> 2.yaml:3"])
  }

  @Test func laterRulesComeFirst() throws {
    let merged = try merge("r: {rules: [1, 2], x: [1]}", "r: {rules: [3], x: [2]}", ["r.rules": .laterFirst])
    #expect(merged.json == #"{"r":{"rules":[3, 1, 2],"x":[2]}}"#)
    #expect(merged.overrides == ["r.x: 1.yaml:1 -> 2.yaml:1"])
  }
}

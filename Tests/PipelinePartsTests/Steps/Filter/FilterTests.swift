import PipelineModel
import PipelineTesting
import Testing

@testable import PipelineParts

@Suite struct FilterTests {
  private let isPositive = condition("x > 0", 0) { cell throws(Failure) in
    if cell.tag == .missing { throw noSuchField }
    return cell.tag == .integer && cell.integer > 0
  }

  private func run(keeps: Bool) -> [String] {
    StepTrial.run(
      FilterStep(condition: isPositive, keeps: keeps), [[1], [-1], [nil], [.missing]], width: 1,
      input: schema("x"), output: schema("x"))
  }

  private let failed = "ExpressionError (permanent): there is no field `z` in this record"

  @Test func keepsRecordsForWhichTheConditionHolds() {
    #expect(run(keeps: true) == ["x: 1", "filtered", "filtered", failed])
  }

  @Test func dropsRecordsForWhichTheConditionHolds() {
    #expect(run(keeps: false) == ["filtered", "x: -1", "x: null", failed])
  }

  @Test func needsExactlyOneCondition() {
    let part = StepPart(Filter.self)
    #expect(
      StepTrial(part, "{}", []).problems == [
        "1:1 `filter` needs `keep` or `drop` — write `keep: \"amount > 0\"`"
      ])
    #expect(
      StepTrial(part, "keep: a\ndrop: b", [("a", .boolean), ("b", .boolean)]).problems == [
        "2:7 `keep` and `drop` exclude each other — write one condition: `keep: \"a && !(b)\"`"
      ])
  }

  @Test func saysWhatIsWrongWithTheConditionBesideAnUnknownKey() {
    let trial = StepTrial(StepPart(Filter.self), "keep: amuont > 0\nkep: 1", [("amount", .integer)])
    #expect(
      trial.problems == [
        "1:7 `amuont` isn't a known name — did you mean `amount`?",
        "2:1 unknown key `kep` in `with` — did you mean `keep`?",
      ])
  }
}

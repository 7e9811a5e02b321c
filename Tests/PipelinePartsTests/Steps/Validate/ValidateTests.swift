import PipelineModel
import PipelineTesting
import Testing

@testable import PipelineParts

@Suite struct ValidateTests {
  private static let rules = [
    ValidateStep.Rule(
      check: condition("x >= 0", 0) { cell throws(Failure) in
        if cell.tag == .missing { throw noSuchField }
        return cell.tag == .null || cell.integer >= 0
      }, message: "negative lab value", field: "x"),
    ValidateStep.Rule(
      check: condition("x % 2 == 0", 0) { $0.tag == .null || $0.integer % 2 == 0 }, message: "odd", field: nil
    ),
  ]

  private func run(reportsAll: Bool) -> [String] {
    StepTrial.run(
      ValidateStep(rules: Self.rules, reportsAll: reportsAll), [[2], [nil], [-1], [3], [.missing]], width: 1,
      input: schema("x"), output: schema("x"))
  }

  @Test func failsARecordWithTheFirstBrokenRule() {
    #expect(
      run(reportsAll: false) == [
        "x: 2", "x: null", "ValidationError (business): negative lab value",
        "ValidationError (business): odd",
        "ExpressionError (permanent): there is no field `z` in this record",
      ])
  }

  @Test func namesAllBrokenRulesIfAsked() {
    #expect(run(reportsAll: true)[2] == "ValidationError (business): negative lab value; odd")
  }

  @Test func namesTheField() {
    let batch = Batch.of([[-1]], width: 1)
    batch.selection.withUnsafeBufferPointer {
      ValidateStep(rules: Self.rules, reportsAll: false).apply(to: batch, rows: $0, stage: 3)
    }
    #expect(batch.failures[0].failure.field == "x")
    #expect(batch.failures[0].stage == 3)
  }

  @Test func refusesUnknownFieldsAndEmptyLists() {
    let part = StepPart(Validate.self)
    #expect(
      StepTrial(part, "rules:\n  - {check: valuenum > 0.0, field: valuenm}", [("valuenum", .double)]).problems
        == [
          "2:36 there is no column `valuenm` here — did you mean `valuenum`?"
        ])
    #expect(
      StepTrial(part, "rules: []", []).problems == [
        "1:8 `rules` is empty — write `rules: [{check: \"amount >= 0\"}]`"
      ])
    #expect(
      StepTrial(part, "rules: [{chek: x}]", []).problems == [
        "1:10 unknown key `chek` in `rules[0]` — did you mean `check`?"
      ])
  }
}

import PipelineModel
import PipelineTesting
import Testing

@testable import PipelineParts

/// Steps with the expressions that pipeline files have.
@Suite struct StepExpressionTests {
  private let columns: [(String, ColumnType)] = [
    ("valuenum", .double), ("valueuom", .string), ("flag", .string),
  ]

  @Test func setSeesWhatItComputedBefore() {
    let trial = StepTrial(
      StepPart(SetFields.self),
      """
      fields:
        flag: "flag + '!'"
        twice: "flag + flag"
        result: "valuenum == null ? '' : string(valuenum) + ' ' + valueuom"
      drop: [valueuom]
      """, columns)
    #expect(trial.problems == [])
    #expect(
      trial.run([[1.5, "mg", "a"], [nil, "mg", "b"]]) == [
        "valuenum: 1.5, flag: 'a!', twice: 'a!a!', result: '1.5 mg'",
        "valuenum: null, flag: 'b!', twice: 'b!b!', result: ''",
      ])
    #expect(trial.output["result"]?.type == .string)
  }

  @Test func setPointsIntoAWrongExpression() {
    let trial = StepTrial(StepPart(SetFields.self), "fields:\n  x: valuenun * 2.0", columns)
    #expect(trial.problems.count == 1)
    #expect(trial.problems.first?.hasPrefix("2:6 `valuenun` isn't a known name") == true)
  }

  @Test func filterKeepsAndDrops() {
    let rows: [[CellLiteral]] = [[1, "", "a"], [2, "", "b"]]
    #expect(
      StepTrial(StepPart(Filter.self), "keep: flag == 'a'", columns).run(rows)
        == ["valuenum: 1, valueuom: '', flag: 'a'", "filtered"])
    #expect(StepTrial(StepPart(Filter.self), "drop: flag == 'a'", columns).run(rows)[0] == "filtered")
  }

  @Test func validateNamesTheCheckIfThereIsNoMessage() {
    let trial = StepTrial(StepPart(Validate.self), "rules: [\"valuenum >= 0.0\"]", columns)
    #expect(trial.run([[-1.0, "", ""]]) == ["ValidationError (business): `valuenum >= 0.0` does not hold"])
  }

  @Test func validateFailsARecordWhoseRuleCanNotBeEvaluated() {
    let trial = StepTrial(StepPart(Validate.self), "rules: [{check: int(flag) > 0, message: m}]", columns)
    let results = trial.run([[1.0, "", "5"], [1.0, "", "x"]])
    #expect(results[0] == "valuenum: 1.0, valueuom: '', flag: '5'")
    #expect(results[1].hasPrefix("ExpressionError (permanent): "))
  }

  @Test func expectCountsARecordThatCanNotBeEvaluatedAsInvalid() {
    let trial = StepTrial(
      StepPart(Expect.self),
      "{over: 2 records, expectations: [{name: gate, valid: {check: int(flag) > 0, at_least: 90%}}]}", columns
    )
    #expect(
      trial.run([[1.0, "", "5"], [1.0, "", "x"]])
        == ["stopped: gate: data quality 50.0% is below 90% (1 of 2 records), records 1 to 2"])
  }

  @Test func dedupeTakesAnExpression() {
    let trial = StepTrial(StepPart(Dedupe.self), "key: flag + valueuom", columns)
    #expect(
      trial.run([[1.0, "b", "a"], [2.0, "", "ab"], [2.0, "", "a"]]).map { $0 == "duplicate" }
        == [false, true, false])
  }
}

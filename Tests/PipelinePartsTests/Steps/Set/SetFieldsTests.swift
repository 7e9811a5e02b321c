import PipelineModel
import PipelineTesting
import Testing

@testable import PipelineParts

@Suite struct SetFieldsTests {
  private func trial(_ yaml: String, isConditional: Bool = false) -> StepTrial {
    StepTrial(
      StepPart(SetFields.self), yaml, [("a", .string), ("b", .string), ("c", .string)],
      isConditional: isConditional)
  }

  @Test func dropsAndRenamesInPlace() {
    let trial = trial("drop: [b]\nrename: {a: b}")
    #expect(trial.problems == [])
    #expect(trial.run([["1", "2", "3"]]) == ["b: '1', c: '3'"])
  }

  @Test func namesCanBeSwapped() {
    #expect(trial("rename: {a: c, c: a}").run([["1", "2", "3"]]) == ["c: '1', b: '2', a: '3'"])
  }

  @Test func refusesNamesThatAreTaken() {
    #expect(
      trial("rename: {a: b}").problems == [
        "1:13 there is already a column `b` — add it to `drop` if it is in the way"
      ])
    #expect(trial("rename: {a: x, b: x}").problems == ["1:19 `a` and `b` can't both become `x`"])
  }

  @Test func refusesUnknownColumns() {
    #expect(
      trial("drop: [bb]\nrename: {cc: x}").problems == [
        "1:8 there is no column `bb` here — did you mean `b`?",
        "2:10 there is no column `cc` here — did you mean `c`?",
      ])
  }

  @Test func refusesToChangeColumnsForSomeRecordsOnly() {
    #expect(
      trial("drop: [a]", isConditional: true).problems == [
        "1:7 `drop` changes the columns of all records, also of those for which `when` is false — "
          + "move it to a stage without `when`"
      ])
  }

  @Test func refusesToDoNothing() {
    #expect(
      trial("drop: []").problems == [
        "1:1 `set` does nothing — write `fields: {total: \"price * amount\"}`, `drop` or `rename`"
      ])
  }
}

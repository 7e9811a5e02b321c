import PipelineModel
import PipelineTesting
import Testing

@testable import PipelineParts

@Suite struct ExpectOptionsTests {
  private func problems(_ yaml: String) -> [String] {
    StepTrial(StepPart(Expect.self), yaml, [("valuenum", .double), ("flag", .string)]).problems
  }

  @Test func acceptsAllKinds() {
    #expect(
      problems(
        """
        over: run
        on_failure: warn
        expectations:
          - completeness: {field: valuenum, at_least: 70%}
          - {name: plausible, bounds: {field: valuenum, min: 0, max: 1.5, at_least: 0.99}}
          - count: {at_least: 1}
        """) == [])
  }

  @Test func refusesUnknownColumnsAndColumnsWithoutBounds() {
    #expect(
      problems(
        """
        expectations:
          - completeness: {field: valuenun}
          - bounds: {field: flag, min: 0}
        """) == [
          "2:27 there is no column `valuenun` here — did you mean `valuenum`?",
          "3:21 the column `flag` holds text here, which have no bounds — "
            + "make it a number in a `convert` stage before this one",
        ])
  }

  @Test func needsExactlyOneKind() {
    #expect(
      problems("expectations: [{name: a}]") == [
        "1:23 an expectation needs `completeness`, `valid`, `bounds` or `count` — "
          + "write `completeness: {field: amount, at_least: 95%}`"
      ])
    #expect(
      problems("expectations: [{count: {at_least: 1}, completeness: {field: flag}}]") == [
        "1:17 `completeness` and `count` are two expectations — give each an entry of its own"
      ])
  }

  @Test func refusesBoundsThatSayNothing() {
    #expect(
      problems("expectations: [{bounds: {field: valuenum}}]") == ["1:33 `bounds` needs `min` or `max`"])
    #expect(
      problems("expectations: [{bounds: {field: valuenum, min: 2, max: 1}}]") == [
        "1:48 `min` is greater than `max`"
      ])
    #expect(
      problems("over: 10 records\nexpectations: [{count: {at_least: 1}}]") == [
        "2:24 `count` says nothing about a window, which always has the same number of records — "
          + "put it in a stage with `over: run`"
      ])
  }

  @Test func refusesWindowsWithoutUnit() {
    #expect(
      problems("over: 1000\nexpectations: [{count: {at_least: 1}}]") == [
        "1:7 `over` must be `run` or a number of records such as `1000 records`, found 1000 — "
          + "write `1000 records`"
      ])
  }
}

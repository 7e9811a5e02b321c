import PipelineModel
import PipelineTesting
import Testing

@testable import PipelineParts

@Suite struct DedupeTests {
  private func trial(_ yaml: String) -> StepTrial {
    StepTrial(StepPart(Dedupe.self), yaml, [("a", .dynamic), ("b", .dynamic)])
  }

  @Test func marksRecordsWithAKeyThatWasSeen() {
    #expect(
      trial("key: [a, b]").run([["x", 1], ["x", 2], ["x", 1], ["y", 1]]) == [
        "a: 'x', b: 1", "a: 'x', b: 2", "duplicate", "a: 'y', b: 1",
      ])
  }

  @Test func remembersAcrossBatches() {
    let trial = trial("key: [a]")
    #expect(trial.run([["x"]]) == ["a: 'x', b: missing"])
    #expect(trial.run([["x"], ["y"]]) == ["duplicate", "a: 'y', b: missing"])
  }

  @Test func comparesValuesAndNotTheirText() {
    let rows: [[CellLiteral]] = [
      [1], [1.0], [.number("1.0")], [.number("1e0")], ["1"], [true], [.timestamp(1)], [.date(1)], [nil],
      [.missing], [""], [1.5], [.number("1.50")], [-0.0], [0], [.json("{}")], ["{}"],
    ]
    #expect(
      trial("key: [a]").run(rows).map { $0 == "duplicate" } == [
        false, true, true, true, false, false, false, false, false,
        true, false, false, true, false, true, false, false,
      ])
  }

  @Test func fieldsDoNotRunTogether() {
    #expect(
      trial("key: [a, b]").run([["ab", "c"], ["a", "bc"], ["", "abc"]]) == [
        "a: 'ab', b: 'c'", "a: 'a', b: 'bc'", "a: '', b: 'abc'",
      ])
  }

  @Test func forgetsTheOldestKeyBeyondTheLimit() {
    #expect(
      trial("key: [a]\nmax_keys: 2").run([[1], [2], [1], [3], [1], [3]]) == [
        "a: 1, b: missing", "a: 2, b: missing", "duplicate", "a: 3, b: missing", "a: 1, b: missing",
        "duplicate",
      ])
  }

  private func make() -> DedupeStep { DedupeStep(key: .slots([0]), limit: 3) }

  private func feed(_ step: DedupeStep, _ values: [CellLiteral]) -> [Bool] {
    let batch = Batch.of(values.map { [$0] }, width: 1)
    batch.selection.withUnsafeBufferPointer { try? step.apply(to: batch, rows: $0, stage: 0) }
    return values.indices.map { batch.status($0) == .duplicate }
  }

  @Test func goesOnFromASnapshotThatLeavesOutForgottenKeys() {
    let first = make()
    _ = feed(first, [1, 2, 3])
    let one = first.snapshot()
    _ = feed(first, [4, 7, 8, 1, 5, 6])
    let two = first.snapshot()
    let second = make()
    second.restore(state: two.state, keys: one.newKeys + two.newKeys)
    #expect(feed(second, [6, 1, 5, 2]) == [true, true, true, false])
  }

  @Test func goesOnFromItsSnapshots() {
    let first = make()
    #expect(feed(first, [1, 2]) == [false, false])
    let one = first.snapshot()
    #expect(feed(first, [2, 3, 4]) == [true, false, false])
    let two = first.snapshot()
    #expect(one.newKeys.map(\.count) == [32])
    #expect(two.newKeys.map(\.count) == [32])
    #expect(two.keyLimit == 2)
    #expect(first.snapshot().newKeys.isEmpty)
    let second = make()
    second.restore(state: two.state, keys: one.newKeys + two.newKeys)
    #expect(second.snapshot().newKeys.isEmpty)
    #expect(feed(second, [2, 3, 4, 1]) == [true, true, true, false])
    #expect(feed(second, [2]) == [false])
  }

  @Test func aSnapshotHoldsNoMoreKeysThanAreRemembered() {
    let step = DedupeStep(key: .slots([0]), limit: 2)
    let batch = Batch.of((0..<5).map { [.integer($0)] }, width: 1)
    batch.selection.withUnsafeBufferPointer { try? step.apply(to: batch, rows: $0, stage: 0) }
    #expect(step.snapshot().newKeys.map(\.count) == [32])
  }

  @Test func aKeyThatCanNotBeComputedFailsTheRecord() {
    let key = expression("a + z", 0, .string) { cell throws(Failure) in
      if cell.tag == .null { throw noSuchField }
      return cell
    }
    let step = DedupeStep(key: .expression(key), limit: 10)
    let batch = Batch.of([["x"], [nil], ["x"]], width: 1)
    batch.selection.withUnsafeBufferPointer { try? step.apply(to: batch, rows: $0, stage: 0) }
    #expect(
      batch.described(by: schema("a")) == [
        "a: 'x'", "ExpressionError (permanent): there is no field `z` in this record", "duplicate",
      ])
  }

  @Test func refusesUnknownFieldsAndSillyLimits() {
    #expect(trial("key: [a, aa]").problems == ["1:10 there is no column `aa` here — did you mean `a`?"])
    #expect(trial("key: [a, a]").problems == ["1:10 `a` stands here twice"])
    #expect(trial("key: []").problems == ["1:6 `key` names no field"])
    #expect(
      trial("key: {a: b}").problems == [
        "1:6 `key` must be a list or an expression, found a map — put the value in quotes if it is text: `'{a: b}'`"
      ])
    #expect(trial("key: [a]\nmax_keys: 0").problems == ["2:11 `max_keys` must be at least 1, found 0"])
  }
}

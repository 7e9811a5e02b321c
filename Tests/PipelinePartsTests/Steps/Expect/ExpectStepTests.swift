import ConfigSpec
import PipelineModel
import PipelineTesting
import Resilience
import Testing

@testable import PipelineParts

@Suite struct ExpectStepTests {
  private let quality = QualityGauge(
    name: nil, subject: "data quality",
    test: .holds(
      condition("x >= 0", 0) { cell throws(Failure) in
        if cell.tag == .missing { throw noSuchField }
        return cell.tag == .integer && cell.integer >= 0
      }), atLeast: .percent(90))

  /// Feeds batches; answers what stopped the run, or nothing.
  private func feed(_ step: ExpectStep, _ batches: [[CellLiteral]], finish: Bool = true) -> String? {
    do throws(Failure) {
      for values in batches {
        let batch = Batch.of(values.map { [$0] }, width: 1)
        try apply(step, batch)
        #expect(batch.failures.isEmpty)
        #expect(batch.described(by: schema("x")) == values.map { "x: \($0.cell(in: batch).described)" })
      }
      if finish { try step.finish() }
      return nil
    } catch {
      #expect(error.failureClass == .business)
      return error.message
    }
  }

  private func apply(_ step: ExpectStep, _ batch: Batch) throws(Failure) {
    let rows = UnsafeMutableBufferPointer<UInt32>.allocate(capacity: batch.selection.count)
    defer { rows.deallocate() }
    _ = rows.initialize(from: batch.selection)
    try step.apply(to: batch, rows: UnsafeBufferPointer(rows), stage: 0)
  }

  @Test func stopsAtTheEndIfTooFewRecordsAreValid() {
    let step = ExpectStep(gauges: [quality], over: .run, reaction: .stop)
    let good = [CellLiteral](repeating: 1, count: 17)
    #expect(feed(step, [good, [-1, nil, .missing]]) == "data quality 85.0% is below 90% (17 of 20 records)")
  }

  @Test func passesAtExactlyTheLimit() {
    let step = ExpectStep(gauges: [quality], over: .run, reaction: .stop)
    #expect(feed(step, [[CellLiteral](repeating: 1, count: 9), [-1]]) == nil)
  }

  @Test func neverRoundsUpToTheLimit() {
    let step = ExpectStep(gauges: [quality], over: .run, reaction: .stop)
    let good = [CellLiteral](repeating: 1, count: 8999)
    let bad = [CellLiteral](repeating: -1, count: 1001)
    #expect(feed(step, [good, bad]) == "data quality 89.9% is below 90% (8999 of 10000 records)")
    var gauge = quality
    gauge.atLeast = Share(0.899)
    let close = ExpectStep(gauges: [gauge], over: .run, reaction: .stop)
    #expect(
      feed(close, [[CellLiteral](repeating: 1, count: 89899), [CellLiteral](repeating: -1, count: 10101)])
        == "data quality 89.8% is below 89.9% (89899 of 100000 records)")
  }

  @Test func judgesCompletenessBoundsAndCount() {
    let gauges = [
      QualityGauge(
        name: "filled", subject: "completeness of `x`", test: .hasValue(slot: 0), atLeast: .percent(70)),
      QualityGauge(
        name: nil, subject: "the share of `x` between 0 and 10", test: .lies(slot: 0, min: 0, max: 10),
        atLeast: .percent(100)),
      QualityGauge(name: nil, test: .count(atLeast: 10, atMost: nil)),
      QualityGauge(name: nil, test: .count(atLeast: nil, atMost: 5)),
    ]
    let step = ExpectStep(gauges: gauges, over: .run, reaction: .stop)
    #expect(
      feed(step, [[0, 10, .number("10.5"), nil], [.missing, ""]])
        == "filled: completeness of `x` 50.0% is below 70% (3 of 6 records); "
        + "the share of `x` between 0 and 10 50.0% is below 100% (2 of 4 values); "
        + "6 records are fewer than 10; 6 records are more than 5")
  }

  @Test func sharesOfNothingPass() {
    #expect(feed(ExpectStep(gauges: [quality], over: .run, reaction: .stop), []) == nil)
  }

  @Test func judgesEachWindowAcrossBatches() {
    let step = ExpectStep(gauges: [quality], over: .records(4), reaction: .stop)
    #expect(
      feed(step, [[1, 1, 1], [1, 1, 1, -1], [1, 1]])
        == "data quality 75.0% is below 90% (3 of 4 records), records 5 to 8")
  }

  @Test func leavesTheRestAfterTheLastWindowAlone() {
    #expect(
      feed(ExpectStep(gauges: [quality], over: .records(4), reaction: .stop), [[1, 1, 1, 1, -1]]) == nil)
    #expect(
      feed(ExpectStep(gauges: [quality], over: .records(4), reaction: .stop), [[1, -1]])
        == "data quality 50.0% is below 90% (1 of 2 records), records 1 to 2")
  }

  @Test func warnsInsteadIfAsked() {
    let step = ExpectStep(gauges: [quality], over: .records(2), reaction: .warn)
    #expect(feed(step, [[1, -1, 1, 1], [-1, -1]]) == nil)
    #expect(
      step.takeWarnings() == [
        "data quality 50.0% is below 90% (1 of 2 records), records 1 to 2",
        "data quality 0.0% is below 90% (0 of 2 records), records 5 to 6",
      ])
    #expect(step.takeWarnings() == [])
  }

  @Test func goesOnFromASnapshot() {
    let first = ExpectStep(gauges: [quality, quality], over: .records(4), reaction: .stop)
    #expect(feed(first, [[1, 1, 1, 1], [1, -1]], finish: false) == nil)
    let snapshot = first.snapshot()
    #expect(snapshot.state == #"{"windows":1,"records":2,"judged":[2, 2],"passed":[1, 1]}"#)
    let second = ExpectStep(gauges: [quality, quality], over: .records(4), reaction: .stop)
    second.restore(state: snapshot.state, keys: [])
    #expect(second.snapshot().state == snapshot.state)
    let message = "data quality 75.0% is below 90% (3 of 4 records)"
    #expect(feed(second, [[1, 1]]) == "\(message); \(message), records 5 to 8")
  }

  @Test func aStateOfSomethingElseIsNoHarm() {
    let step = ExpectStep(gauges: [quality], over: .run, reaction: .stop)
    for state in ["", "{}", "[1]", #"{"judged":[1,2,3],"passed":"x","records":"y"}"#] {
      step.restore(state: state, keys: [])
    }
    #expect(feed(step, [[1]]) == nil)
  }
}

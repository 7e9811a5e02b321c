import PipelineModel
import PipelineParts
import PipelineTesting
import Resilience
import Testing

@testable import PipelineEngine

/// Records `{n}` and what becomes of them.
@Suite struct RouterTests {
  private static let schema = Schema(columns: [Column(name: "n", slot: 0, type: .integer)])

  /// A sink for records whose number satisfies `holds`; all without it.
  private func sink(
    continues: Bool = false, _ holds: (@Sendable (Int64) throws(Failure) -> Bool)? = nil
  ) -> PlannedSink {
    let when = holds.map { holds in
      RowPredicate(text: "test") { (batch, row) throws(Failure) in try holds(batch.row(row)[0].integer) }
    }
    return PlannedSink(
      name: "sink", uses: "test", when: when, continues: continues,
      encoder: JSONLinesEncoder(schema: Self.schema), destination: .nowhere)
  }

  /// The numbers each sink got of 0 to 5, and the failures.
  private func route(_ sinks: PlannedSink...) -> (taken: [String], failures: [String]) {
    let batch = Batch.of((0..<6).map { [.integer($0)] }, width: 1)
    let routed = Router(sinks: sinks, stage: 7).route(batch)
    let taken = routed.outputs.map { output in
      output.map { String(decoding: $0.buffer.bytes, as: UTF8.self) }?.filter(\.isNumber) ?? ""
    }
    #expect(routed.records == taken.map { Int64($0.count) })
    #expect(batch.failures.allSatisfy { $0.stage == 7 })
    return (taken, batch.failures.map { "\($0.row) \($0.failure.type)" })
  }

  @Test func theFirstSinkThatHoldsTakesTheRecord() {
    let routed = route(sink { $0 < 2 }, sink { $0 < 4 }, sink())
    #expect(routed.taken == ["01", "23", "45"])
    #expect(routed.failures.isEmpty)
  }

  @Test func aRecordGoesOnBelowASinkThatContinues() {
    let routed = route(sink(continues: true) { $0 < 3 }, sink { $0 > 1 }, sink(continues: true))
    #expect(routed.taken == ["012", "2345", "01"])
    #expect(routed.failures.isEmpty)
  }

  @Test func whatNoSinkTakesIsGivenUp() {
    let routed = route(sink { $0 == 1 }, sink(continues: true) { $0 == 2 })
    #expect(routed.taken == ["1", "2"])
    #expect(routed.failures == ["0 NoRoute", "3 NoRoute", "4 NoRoute", "5 NoRoute"])
  }

  @Test func aRecordThatFailsAtALaterSinkIsWrittenToNone() {
    let routed = route(
      sink(continues: true),
      sink { number throws(Failure) in
        if number == 3 { throw Failure("ExpressionError", .permanent, "three") }
        return true
      })
    #expect(routed.taken == ["01245", "01245"])
    #expect(routed.failures == ["3 ExpressionError"])
  }
}

import Resilience
import Testing

@testable import PipelineEngine
@testable import pipeline

struct RunLogTests {
  private func log(isJSON: Bool = false, isQuiet: Bool = false) -> RunLog {
    RunLog(
      isJSON ? .json(JSONLogFormat()) : .text(TextLogFormat(style: .plain, hasTime: false)),
      context: LogContext(pipeline: "labs", runID: nil, components: [:]), isQuiet: isQuiet,
      tellsCheckpoints: true)
  }

  @Test func showsThreeDeadLettersOfAKindAndCountsTheOthers() {
    var log = log()
    let shown = (0..<1000).flatMap { _ in log.lines(Samples.deadLettered, at: "T", now: .zero) }
    #expect(shown.count == 3)
    #expect(
      log.closing(at: "T") == [
        "warning: ConversionError in `types`: field `age` is not an integer (and 997 more like it, group "
          + "500457b414ee94ad)"
      ])
  }

  @Test func givesMachinesEachDeadLetter() {
    var log = log(isJSON: true)
    let shown = (0..<10).flatMap { _ in log.lines(Samples.deadLettered, at: "T", now: .zero) }
    #expect(shown.count == 10)
    #expect(log.closing(at: "T") == [])
  }

  @Test func tellsOnceThatManyRecordsReconnect() {
    var log = log()
    func lines(_ attempt: Int, at seconds: Int) -> [String] {
      let notice = PolicyNotice(
        kind: .recovering, severity: .high, message: "attempt \(attempt) to reconnect follows in 5s",
        service: "fhir", stage: "ask", attempt: attempt, messageID: "msg_01", traceID: "t")
      return (0..<40).flatMap { _ in log.lines(.policy(notice), at: "T", now: .seconds(seconds)) }
    }
    #expect(
      lines(1, at: 0) == [
        "warning: `ask` (service `fhir`): attempt 1 to reconnect follows in 5s [msg_01]"
      ])
    #expect(lines(2, at: 5).count == 1)
  }

  @Test func tellsACheckpointEveryTenSeconds() {
    var log = log()
    let told = (0...25).flatMap {
      log.lines(.checkpoint(epoch: Int64($0), records: Int64($0) * 1000), at: "T", now: .seconds($0))
    }
    #expect(told == ["info: checkpoint 10: 10,000 records", "info: checkpoint 20: 20,000 records"])
  }

  @Test func keepsProblemsWhenQuiet() {
    var log = log(isQuiet: true)
    #expect(log.lines(.note("for information"), at: "T", now: .zero) == [])
    #expect(log.lines(.warning("look here"), at: "T", now: .zero) == ["warning: look here"])
  }

  @Test func saysWhereItWentOn() {
    var log = log()
    #expect(
      log.lines(.resumed(records: 12_000, epoch: 4), at: "T", now: .zero)
        == ["info: resumed behind record 12,000 (checkpoint 4)"])
  }
}

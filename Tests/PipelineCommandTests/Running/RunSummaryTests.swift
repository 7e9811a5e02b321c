import ConfigSpec
import Resilience
import Testing

@testable import PipelineEngine
@testable import pipeline

struct RunSummaryTests {
  private var counts: RunCounts {
    var counts = Samples.counts(read: 27_004, written: 26_000, filtered: 400, dead: 604)
    counts.stages = [Samples.stage(27_000, failed: 500), Samples.stage(26_500, dropped: 400)]
    return counts
  }

  @Test func showsWhatBecameOfTheRecordsAndWhatToDoNext() {
    let text = Samples.summary(.completed, counts: counts).lines.map { $0.text(.plain) }.joined(
      separator: "\n")
    #expect(
      text == """
        labs: completed (2.31 s, 11,690/s)

          stage   uses         in  dropped  dead-lettered
          source  csv      27,004        ·              4
          types   convert  27,000        ·            500
          adults  filter   26,500      400              ·
          sinks            26,100        ·            100

          sink  records    bytes  destination
          out    26,000  3.2 MiB  out/labs.jsonl

        this run: 27,004 read = 26,000 written + 400 filtered + 604 dead-lettered
        run run_1 of labs-january
        help: 604 records were dead-lettered: `pipeline dlq list 'my labs.yaml'`
        """)
  }

  @Test func countsAllRunsOfAnOperationThatWasResumed() {
    let total = Samples.counts(read: 50_000, written: 50_000)
    let lines = Samples.summary(.completed, counts: Samples.counts(read: 10, written: 10), total: total).lines
    #expect(lines.map { $0.text(.plain) }.contains("all runs: 50,000 read = 50,000 written"))
  }

  @Test func aFullDiskIsAStopAndNoFailure() throws {
    let full = EngineProblem(StoreProblem(path: "state.db", code: 13, message: "full"))
    let summary = Samples.summary(.failed(full), counts: counts)
    #expect(summary.exitCode == 4)
    #expect(summary.outcome == "stopped at its last checkpoint")
    let json = summary.json.text()
    for part in [#""end":"stopped""#, #""error_type":"DiskFull""#, #""class":"system""#, #""exit_code":4"#] {
      #expect(json.contains(part), "\(json)")
    }
    #expect(LogRecord(full).severity == .critical)
  }

  @Test func saysHowToGetRidOfDamagedEntries() {
    var summary = Samples.summary(.completed, counts: Samples.counts(read: 10, written: 10))
    summary.result.redelivery = RunResult.Redelivery(counts: RunCounts(), recovered: 0, inherited: 0)
    summary.result.redelivery?.damaged.add(Samples.letter)
    let text = summary.lines.map { $0.text(.plain) }
    #expect(text.contains("1 dead letter left alone because damaged in the store"))
    #expect(
      text.last
        == "help: a damaged dead letter stays until it is taken out: `pipeline dlq discard 'my labs.yaml' --id"
        + " msg_01 --reason damaged`; its input holds the record still")
  }

  @Test func saysWhatBecameOfRedeliveredEntries() {
    var summary = Samples.summary(.completed, counts: Samples.counts(read: 10, written: 7, dead: 3))
    summary.result.redelivery = RunResult.Redelivery(
      counts: Samples.counts(read: 5, written: 4, dead: 1), recovered: 3, inherited: 1)
    #expect(
      summary.lines.map { $0.text(.plain) }.contains("redelivered: 5 dead letters = 4 written + 1 came back"))
    #expect(summary.exitCode == 3)
    #expect(summary.advice == ["1 record was dead-lettered: `pipeline dlq list 'my labs.yaml'`"])
    summary.result.redelivery?.inherited = 0
    #expect(summary.exitCode == 0)
    #expect(summary.json.text().contains(#""redelivered":{"counts":{"read":5,"written":4,"#))
  }

  @Test func tellsHowToGoOnAfterAStop() {
    let summary = Samples.summary(.stopped("SIGTERM"), counts: Samples.counts(read: 10, written: 10))
    #expect(summary.outcome == "stopped at a checkpoint: SIGTERM")
    #expect(summary.advice == ["run the same command again to go on from here"])
    let isolated = Samples.summary(
      .stopped("service `shop` is isolated by hand, and stage `ask` needs it"),
      counts: Samples.counts(read: 0, written: 0))
    #expect(isolated.advice.first?.contains("`state: normal`") == true)
    #expect(summary.exitCode == 4)
  }

  @Test func explainsDeadLettersThatAreFull() {
    let summary = Samples.summary(
      .stopped("the dead letters are full"), counts: Samples.counts(read: 10, written: 10))
    #expect(summary.advice.first?.contains("raise the limit under `dead_letter_queue`") == true)
  }

  @Test func takesAnInputThatIsDoneForSuccess() {
    let summary = Samples.summary(.nothingToDo, counts: Samples.counts(read: 0, written: 0))
    #expect(summary.exitCode == 0)
    #expect(summary.advice == ["an earlier run settled this input; `--restart` does it again"])
  }

  @Test func takesTheLimitOfADryRunForItsEnd() {
    let end = RunResult.End.stopped("the record limit is reached")
    let clean = Samples.summary(end, counts: Samples.counts(read: 10, written: 10), isDryRun: true)
    #expect(clean.exitCode == 0)
    let broken = Samples.summary(end, counts: Samples.counts(read: 10, written: 9, dead: 1), isDryRun: true)
    #expect(broken.exitCode == 3)
    #expect(broken.advice == ["1 record was given up; a real run keeps them as dead letters"])
  }

  @Test func writesTheSummaryAsJSON() {
    let json = Samples.summary(.completed, counts: Samples.counts(read: 2, written: 2)).json.text()
    #expect(json.hasPrefix(#"{"pipeline":"labs","file":"my labs.yaml","run_id":"run_1","#))
    #expect(json.contains(#""end":"completed","exit_code":0,"dry_run":false,"elapsed_seconds":2.31,"#))
    #expect(json.contains(#""counts":{"read":2,"written":2,"#))
  }

  @Test func writesAFailureAsJSONToo() {
    let json = RunSummary.json(
      EngineProblem(.inUse, "in use", help: "wait"), pipeline: "labs", file: "l.yaml")
    #expect(
      json.text()
        == #"{"pipeline":"labs","file":"l.yaml","end":"refused","exit_code":5,"error":"in use","help":["wait"]}"#
    )
  }
}

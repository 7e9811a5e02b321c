import PipelineEngine
import Testing

@testable import PipelineEngine
@testable import pipeline

struct RunRecordViewTests {
  private func run(exitCode: Int?, reason: String?) -> RunRecord {
    RunRecord(
      runID: "run_1", operation: "labs-january", pipelineFile: "labs.yaml",
      startedAt: "2026-10-14T08:30:00.000Z",
      endedAt: exitCode == nil ? nil : "2026-10-14T08:31:00.000Z", exitCode: exitCode, reason: reason,
      resumedAt: nil,
      planDigest: "ab", policyDigest: "cd", gitCommit: nil, isGitDirty: nil,
      counts: exitCode == nil
        ? nil
        : #"{"dead_lettered":2,"dead_letters_dropped":0,"duplicates":0,"filtered":0,"read":1000,"skipped":0,"#
          + #""stages":[],"written":998}"#)
  }

  @Test func tellsARunThatWasKilledFromOneThatIsAtWork() {
    let runs = [
      run(exitCode: nil, reason: nil), run(exitCode: nil, reason: nil), run(exitCode: 3, reason: "completed"),
    ]
    let lines = RunRecordView.table(RunRecordView.views(runs) { $0 == "labs-january" }).lines
    #expect(
      lines.map { $0.text(.plain) }.joined(separator: "\n") == """
        run    operation     started                   exit   read  written  dead-lettered  end
        run_1  labs-january  2026-10-14T08:30:00.000Z     -                                 running
        run_1  labs-january  2026-10-14T08:30:00.000Z     -                                 killed
        run_1  labs-january  2026-10-14T08:30:00.000Z     3  1,000      998              2  completed
        """)
  }

  @Test func standsOneBelowTheOtherOnANarrowTerminal() {
    let table = RunRecordView.table([RunRecordView(run(exitCode: 3, reason: "completed"))])
    #expect(table.lines(within: 120).count == 2)
    #expect(
      table.lines(within: 60).map { $0.text(.plain) }.joined(separator: "\n") == """
        run_1
          operation labs-january   started 2026-10-14T08:30:00.000Z
          exit 3   read 1,000   written 998   dead-lettered 2
          end completed
        """)
  }

  @Test func putsTheStoredCountsIntoTheJSON() {
    #expect(RunRecordView(run(exitCode: 3, reason: "completed")).json.contains(#""reason":"completed""#))
    #expect(
      RunRecordView(run(exitCode: nil, reason: nil)).json.hasSuffix(
        #""git_dirty":null,"injected":[],"counts":null}"#))
  }
}

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

  @Test func listsRunsThatNeverEndedAsWhatTheyMayBe() {
    let lines = RunRecordView.table([run(exitCode: nil, reason: nil), run(exitCode: 3, reason: "completed")])
      .lines
    #expect(
      lines.map { $0.text(.plain) }.joined(separator: "\n") == """
        run    operation     started                   exit   read  written  dead-lettered  end
        run_1  labs-january  2026-10-14T08:30:00.000Z     -                                 killed or still running
        run_1  labs-january  2026-10-14T08:30:00.000Z     3  1,000      998              2  completed
        """)
  }

  @Test func putsTheStoredCountsIntoTheJSON() {
    #expect(RunRecordView(run(exitCode: 3, reason: "completed")).json.contains(#""reason":"completed""#))
    #expect(
      RunRecordView(run(exitCode: nil, reason: nil)).json.hasSuffix(
        #""git_dirty":null,"injected":[],"counts":null}"#))
  }
}

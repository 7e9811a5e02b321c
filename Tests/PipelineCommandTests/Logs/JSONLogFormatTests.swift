import Resilience
import Testing

@testable import PipelineEngine
@testable import pipeline

struct JSONLogFormatTests {
  private let context = LogContext(pipeline: "labs", runID: "run_1", components: ["types": "convert"])

  @Test func writesTheDocumentedKeysOfAnError() {
    #expect(
      JSONLogFormat().line(LogRecord(Samples.letter), at: "T", context)
        == #"{"timestamp":"T","severity":"medium","error_type":"ConversionError","#
        + #""error_message":"field `age` is not an integer","message_id":"msg_01","trace_id":"ab","#
        + #""component":"convert","stage":"types","context":{"file":"data/labs.csv","line":12,"offset":340,"#
        + #""run_id":"run_1","pipeline":"labs","class":"permanent"},"#
        + #""stack_trace":["ConversionError: field `age` is not an integer"]}"#
    )
  }

  @Test(arguments: [PolicyNotice.Kind.failed, .timedOut, .gaveUp])
  func writesTheClassOfACallThatFailed(kind: PolicyNotice.Kind) {
    let notice = PolicyNotice(
      kind: kind, severity: .low, message: "no answer", service: nil, stage: "types", attempt: 2,
      messageID: "msg_01", traceID: "t", errorType: "TimeoutError", failureClass: .transient)
    let line = JSONLogFormat().line(LogRecord(notice), at: "T", context)
    #expect(line.contains(#""class":"transient""#) && line.contains(#""severity":"low""#))
  }

  @Test func writesAMessageForWhatIsNoError() {
    #expect(
      JSONLogFormat().line(.info("checkpoint 3"), at: "T", context)
        == #"{"timestamp":"T","severity":"info","message":"checkpoint 3","component":"pipeline","stage":null,"#
        + #""context":{"file":null,"line":null,"offset":null,"run_id":"run_1","pipeline":"labs"}}"#)
  }

  @Test func gradesTheProblemThatEndedTheRun() {
    let line = JSONLogFormat().line(
      LogRecord(EngineProblem(.failed, "disk full", help: "free some")), at: "T", context)
    #expect(line.contains(#""severity":"critical","error_type":"RunFailed","error_message":"disk full""#))
    #expect(line.hasSuffix(#""stack_trace":["RunFailed: disk full"],"help":"free some"}"#))
  }
}

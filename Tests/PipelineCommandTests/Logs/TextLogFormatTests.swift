import Resilience
import Testing

@testable import PipelineEngine
@testable import pipeline

struct TextLogFormatTests {
  private let plain = TextLogFormat(style: .plain, hasTime: true)

  @Test func namesPlaceStageAndEntryOfADeadLetter() {
    #expect(
      plain.line(LogRecord(Samples.letter), at: "2026-10-14T08:30:01.000Z")
        == "2026-10-14T08:30:01.000Z warning data/labs.csv:12: ConversionError in `types`: "
        + "field `age` is not an integer [msg_01]")
  }

  @Test func tellsWhatAPolicyDidWithoutCallingItAnError() {
    let notice = PolicyNotice(
      kind: .closed, severity: .info, message: "the circuit of `fhir` closed: the probes succeeded",
      service: "fhir",
      stage: "patient", messageID: "msg_01", traceID: "t")
    #expect(
      plain.line(LogRecord(notice), at: "T")
        == "T info `patient` (service `fhir`): the circuit of `fhir` closed: the probes succeeded [msg_01]")
  }

  @Test func namesTheAttemptThatFailed() {
    var notice = PolicyNotice(
      kind: .timedOut, severity: .low, message: "no answer within 1s", service: "fhir", stage: "patient",
      attempt: 2, messageID: "msg_01", traceID: "t", errorType: "TimeoutError", failureClass: .transient)
    #expect(
      plain.line(LogRecord(notice), at: "T")
        == "T warning `patient` (service `fhir`): no answer within 1s (attempt 2) [msg_01]")
    notice.attempt = nil
    #expect(!plain.line(LogRecord(notice), at: "T").contains("attempt"))
  }

  @Test func callsWhatIsCriticalAnError() {
    let notice = PolicyNotice(
      kind: .paused, severity: .critical, message: "the run stops at a checkpoint", service: nil,
      stage: "patient", messageID: "msg_01", traceID: "t")
    #expect(
      plain.line(LogRecord(notice), at: "T")
        == "T error `patient`: the run stops at a checkpoint [msg_01]")
  }

  @Test func leavesTheTimeOutOnATerminal() {
    let format = TextLogFormat(style: TerminalStyle(hasColors: true, hasBlocks: true), hasTime: false)
    #expect(format.line(.info("resumed"), at: "2026") == "\u{1B}[36minfo\u{1B}[0m: resumed")
  }

  @Test func saysWhatToDoNext() {
    let problem = EngineProblem(.failed, "cannot write `out`", help: "free some space")
    #expect(plain.line(LogRecord(problem), at: "T") == "T error cannot write `out`\nhelp: free some space")
  }

  @Test func letsNoNameSteerTheTerminal() {
    #expect(plain.line(.info("bad \u{1B}[2J name"), at: "T") == "T info bad ?[2J name")
  }
}

import PipelineEngine
import Resilience
import Testing

@testable import PipelineEngine
@testable import pipeline

struct DeadLetterGroupsTests {
  @Test func showsCountCauseTimesAndAnExample() {
    let group = DeadLetterStore.Group(
      fingerprint: "500457b414ee94ad", count: 2000, first: "2026-10-14T08:30:01.000Z",
      last: "2026-10-14T08:31:00.000Z", example: Samples.letter)
    let lines = DeadLetterGroups(groups: [group], file: "labs.yaml").lines.map { $0.text(.plain) }
    #expect(
      lines.joined(separator: "\n") == """
        2,000 × ConversionError in `types`: field `age` is not an integer
            group    500457b414ee94ad  permanent, medium
            failed   2026-10-14T08:30:01.000Z to 2026-10-14T08:31:00.000Z
            example  data/labs.csv:12  msg_01

        2,000 dead letters in 1 group
        help: an entry with its record: `pipeline dlq show labs.yaml msg_01`
        """)
  }

  @Test func saysWhatRunsWillRedeliver() {
    var letter = Samples.letter
    letter.failureClass = .transient
    let group = DeadLetterStore.Group(
      fingerprint: "a", count: 12, first: letter.failedAt, last: letter.failedAt, example: letter)
    func line(_ waiting: [String: (count: Int, due: String)]?) -> String? {
      DeadLetterGroups(groups: [group], waiting: waiting, file: "f").lines.map { $0.text(.plain) }.first {
        $0.hasPrefix("    retry")
      }
    }
    #expect(
      line(["a": (9, "2026-10-14T08:35:01.000Z")])
        == "    retry    9 to be redelivered by a run after 2026-10-14T08:35:01.000Z, 3 parked")
    #expect(line([:]) == "    retry    parked: no run redelivers them any more")
    #expect(line(nil) == nil)
  }

  @Test func saysThatThereAreNone() {
    #expect(DeadLetterGroups(groups: [], file: "f").lines.map { $0.text(.plain) } == ["no dead letters"])
  }
}

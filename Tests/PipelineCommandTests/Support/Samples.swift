import PipelineModel
import Resilience

@testable import PipelineEngine
@testable import pipeline

/// Values that several tests print.
enum Samples {
  static var deadLettered: RunEvent { .deadLettered(DeadLetterNotice(letter)) }

  static var letter: DeadLetter {
    var letter = DeadLetter(
      messageID: "msg_01", operation: "labs-january", runID: "run_1", stage: "types",
      failureClass: .permanent,
      severity: .medium, errorType: "ConversionError", errorMessage: "field `age` is not an integer",
      field: "age", fingerprint: "500457b414ee94ad", file: "data/labs.csv", line: 12, offset: 340,
      original: Array("7,x".utf8), body: Array(#"{"id":"7","age":"x","big":12345678901234567890.10}"#.utf8),
      receivedAt: "2026-10-14T08:30:00.000Z", failedAt: "2026-10-14T08:30:01.000Z", retryCount: 0,
      traceID: "ab",
      planDigest: "cd", attempts: "[]")
    letter.sequence = 3
    return letter
  }

  static func counts(read: Int64, written: Int64, filtered: Int64 = 0, dead: Int64 = 0) -> RunCounts {
    var counts = RunCounts()
    counts.read = read
    counts.written = written
    counts.filtered = filtered
    counts.deadLettered = dead
    return counts
  }

  static func stage(_ records: Int64, dropped: Int64 = 0, failed: Int64 = 0) -> StageCounts {
    var counts = StageCounts()
    counts.in = records
    counts.dropped = dropped
    counts.failed = failed
    return counts
  }

  static func summary(
    _ end: RunResult.End, counts: RunCounts, total: RunCounts? = nil, isDryRun: Bool = false
  ) -> RunSummary {
    RunSummary(
      pipeline: "labs", file: "my labs.yaml", isDryRun: isDryRun, source: .init(name: "source", uses: "csv"),
      stages: [.init(name: "types", uses: "convert"), .init(name: "adults", uses: "filter")],
      result: RunResult(
        end: end, runID: "run_1", operation: "labs-january", counts: counts, total: total ?? counts,
        sinks: [.init(name: "out", destination: "out/labs.jsonl", records: 26_000, bytes: 3_400_000)],
        services: [], elapsed: .milliseconds(2310)))
  }
}

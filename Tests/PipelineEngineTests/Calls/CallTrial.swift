import ConfigSpec
import PipelineModel
import PipelineParts
import PipelineTesting
import Resilience
import Testing

@testable import PipelineEngine

/// A pipeline of one `http` stage between a CSV of ids and a file of JSON lines, run against a local server.
struct CallTrial {
  let directory = TemporaryDirectory()
  /// What stands under `with`.
  var with = ""
  var uses = "http"
  /// More stages, as YAML, before and after the call.
  var before = ""
  var after = ""
  /// How many records.
  var rows = 10
  var policy = CallPolicy()
  var options = RunOptions()
  /// Bytes of the input in a batch.
  var chunkSize: Int?

  /// Millisecond-scale retries, and nothing else.
  init(_ with: String) {
    self.with = with
    policy.stack.retry.baseDelay = .milliseconds(1)
    policy.stack.retry.maxDelay = .milliseconds(5)
  }

  func plan() throws -> Plan {
    if directory.read("in.csv") == nil {
      directory.write("in.csv", "id\n" + (0..<rows).map { "\($0)\n" }.joined())
    }
    let file = directory.write(
      "test.yaml",
      """
      name: test
      source: {uses: csv, with: {path: in.csv}}
      stages:
      \(before)
        - name: ask
          uses: \(uses)
          with: \(with)
      \(after)
      sink: {uses: jsonl, with: {path: out.jsonl}}
      """)
    let outcome = PlanBuilder.plan(
      PlanInput(file: file), catalog: Catalog(sources: .standard, steps: .standard, sinks: .standard),
      bodyEncoder: { JSONLinesEncoder(schema: $0) })
    var plan = try #require(outcome.plan, "\(outcome.diagnostics.sorted.map(\.message))")
    if let chunkSize {
      var input = InputOptions(paths: [directory.file("in.csv")])
      input.chunkSize = chunkSize
      plan.source = try CSVSource(CSVOptions(input: input))
    }
    plan.checkpoint.every = 1
    plan.checkpoint.floor = .zero
    for index in plan.stages.indices {
      if case .call(let step, _) = plan.stages[index].work { plan.stages[index].work = .call(step, policy) }
    }
    return plan
  }

  func run(_ observer: RecordingObserver = RecordingObserver()) async throws -> RunResult {
    try await Run(plan: try plan(), options: options, observer: observer).execute()
  }

  /// Empties the journal, so that the next run needn't wait for the rest of a backoff.
  func forgetAttempts() { directory.write(".pipeline/test/test-in/journal", "") }

  /// The lines of the output.
  var output: [String] { directory.text("out.jsonl").split(separator: "\n").map(String.init) }

  /// The dead letters, oldest first.
  func deadLetters() throws -> [DeadLetter] {
    try DeadLetterStore(store: try StateStore(path: directory.file(".pipeline/test/state.db"))).letters(
      .init())
  }
}

extension RecordingObserver {
  /// What policies did, in order.
  var policyKinds: [PolicyNotice.Kind] {
    all.compactMap { event in if case .policy(let notice) = event { notice.kind } else { nil } }
  }
}

extension Trait where Self == TimeLimitTrait {
  /// Ends what would hang for ever; no claim about time, which tests that run beside each other have little of.
  static var endsAtLast: Self { .timeLimit(.minutes(15)) }
}

import PipelineModel
import PipelineTesting
import Testing

@testable import PipelineEngine

/// Stops a run at every single changing file operation, runs it again, and compares with a run that was never
/// disturbed (durability.md, scenarios 1–6, 9, 25, 26, 28, 39, 41).
@Suite struct CrashTests {
  struct Scenario: Sendable, CustomStringConvertible {
    var fault: FaultyFileSystem.Fault
    var workers: Int
    var isCompressed = false
    var isPublishedAtEnd = false
    var hasDedupe = false
    /// Whether an earlier run crashed, so that the run begins one record at a time.
    var isDoubtful = false

    var description: String {
      "\(fault), \(workers) workers\(isCompressed ? ", gzip" : "")\(isPublishedAtEnd ? ", published at the end" : "")"
        + (hasDedupe ? ", dedupe" : "") + (isDoubtful ? ", one record at a time" : "")
    }

    var plan: TestPlan {
      var plan = TestPlan()
      plan.rows = 120
      plan.workers = workers
      plan.isCompressed = isCompressed
      plan.isPublishedAtEnd = isPublishedAtEnd
      plan.hasDedupe = hasDedupe
      return plan
    }
  }

  static let scenarios: [Scenario] =
    [FaultyFileSystem.Fault.noSpace, .ioError, .shortWrite, .stop, .tornWrite].flatMap {
      [Scenario(fault: $0, workers: 1), Scenario(fault: $0, workers: 8)]
    } + [
      Scenario(fault: .stop, workers: 1, isCompressed: true),
      Scenario(fault: .tornWrite, workers: 8, isCompressed: true),
      Scenario(fault: .stop, workers: 1, isPublishedAtEnd: true),
      Scenario(fault: .stop, workers: 2, hasDedupe: true),
      Scenario(fault: .tornWrite, workers: 8, isCompressed: true, isPublishedAtEnd: true, hasDedupe: true),
      Scenario(fault: .stop, workers: 8, isDoubtful: true),
      Scenario(fault: .tornWrite, workers: 2, isCompressed: true, hasDedupe: true, isDoubtful: true),
    ]

  @Test(arguments: scenarios) func losesNothingAndDoublesNothing(scenario: Scenario) async throws {
    let undisturbed = TemporaryDirectory()
    try await prepare(scenario, undisturbed)
    let counting = FaultyFileSystem(PosixFileSystem())
    let expected = try await run(scenario.plan, in: undisturbed, counting).get()
    let wanted = try RunOutcome(undisturbed)
    #expect(counting.count > 20)
    // With several workers the number of operations varies a little from run to run.
    for number in 1...(counting.count + 2) {
      let directory = TemporaryDirectory()
      try await prepare(scenario, directory)
      let faulty = FaultyFileSystem(PosixFileSystem(), faultAt: number, fault: scenario.fault)
      _ = try await run(scenario.plan, in: directory, faulty)
      let again = try await run(scenario.plan, in: directory, PosixFileSystem())
      let place = faulty.log.last ?? ""
      guard case .success(let result) = again else {
        Issue.record("operation \(number) (\(place)): the second run failed: \(again)")
        continue
      }
      #expect(result.total == expected.total, "operation \(number): \(place)")
      #expect(try RunOutcome(directory) == wanted, "operation \(number): \(place)")
    }
  }

  /// Leaves what a run leaves that crashed somewhere in the middle of the input.
  private func prepare(_ scenario: Scenario, _ directory: TemporaryDirectory) async throws {
    if !scenario.isDoubtful { return }
    try await scenario.plan.begin(in: directory, records: 10)
    directory.write(
      "state/test-in/crashes.jsonl", #"{"signal":11,"epoch":1,"read":{"file":0,"offset":1200}}"# + "\n")
  }

  private func run(
    _ test: TestPlan, in directory: TemporaryDirectory, _ files: any FileSystem
  ) async throws -> Result<RunResult, EngineProblem> {
    let plan = try test.make(in: directory)
    do throws(EngineProblem) {
      return .success(
        try await Run(plan: plan, options: test.options, files: files, observer: RecordingObserver())
          .execute())
    } catch {
      return .failure(error)
    }
  }
}

import ConfigSpec
import PipelineModel
import PipelineParts
import PipelineTesting
import Testing

@testable import PipelineEngine

@Suite struct DeadLetterPolicyTests {
  private func plan(_ policy: String) -> PlanOutcome {
    let directory = TemporaryDirectory()
    directory.write("in.csv", "patient_id,ward name\n1,a\n")
    directory.write("policy.yaml", "dead_letter_queue: \(policy)\n")
    let file = directory.write(
      "pipeline.yaml",
      "name: test\npolicies: [policy.yaml]\nsource: {uses: csv, with: {path: in.csv}}\nsink: {uses: drop}\n")
    return PlanBuilder.plan(
      PlanInput(file: file), catalog: Catalog(sources: .standard, steps: .standard, sinks: .standard),
      bodyEncoder: { JSONLinesEncoder(schema: $0) })
  }

  @Test(arguments: [
    ("500", DeadLetterBudget(records: 500)), ("5%", DeadLetterBudget(share: 0.05)),
    ("0.05", DeadLetterBudget(share: 0.05)),
    (
      "{share: 5%, records: 7, minimum_records: 20}",
      DeadLetterBudget(records: 7, share: 0.05, minimumRecords: 20)
    ),
  ])
  func everyFormOfBudgetIsRead(text: String, budget: DeadLetterBudget) throws {
    let outcome = plan("{budget: \(text)}")
    #expect(outcome.diagnostics.text() == "")
    #expect(try #require(outcome.plan).deadLetters.budget == budget)
  }

  @Test func switchedOffThereIsNoBudgetAndNoRedelivery() throws {
    let limits = try #require(plan("{enabled: false, budget: 5%, max_retries: 3}").plan).deadLetters
    #expect(limits.budget == nil)
    #expect(limits.redelivery == nil)
  }

  @Test(arguments: ["patient_id", "[patient_id]", "['patient_id', 'record[\"ward name\"]']"])
  func aSequenceIsNamedByFieldsOrExpressions(text: String) throws {
    let outcome = plan("{sequence_by: \(text)}")
    #expect(outcome.diagnostics.text() == "")
    #expect(try #require(outcome.plan).sequenceKey != nil)
  }

  @Test func aSequenceNamesFieldsOfTheSource() {
    let outcome = plan("{sequence_by: patientid}")
    #expect(outcome.plan == nil)
    let problem = outcome.diagnostics.sorted.first
    #expect(problem?.message.contains("patientid") == true)
    #expect(problem?.span?.label.hasSuffix("policy.yaml:1:34") == true, "\(problem?.span?.label ?? "")")
  }

  @Test func thePlanShowsTheEffectiveValues() {
    let settings = plan("{max_retries: 2, budget: 5%, sequence_by: patient_id}").report.settings
    func value(_ name: String) -> String? { settings.first { $0.path == "dead_letter_queue.\(name)" }?.value }
    #expect(value("max_retries") == "2")
    #expect(value("retry_delay") == "300")
    #expect(value("budget.share") == "5%")
    #expect(value("budget.minimum_records") == "1000")
    #expect(value("sequence_by") == "[\"patient_id\"]")
  }
}

import PipelineEngine
import PipelineModel
import PipelineParts

/// A pipeline of one call a record: from a CSV file of numbers to JSON Lines with the answers.
struct Engine: Sendable {
  let url: String
  let connections: Int32
  let folder: Folder

  init(url: String, connections: Int32) {
    self.url = url
    self.connections = connections
    folder = Folder()
  }

  /// Runs the pipeline on so many records.
  func run(_ records: Int) async throws {
    folder.clear()
    try folder.writeNumbers(records, to: "in.csv")
    let file = try folder.write(
      """
      name: calls
      policies: [policies.yaml]
      source: {uses: csv, with: {path: in.csv}}
      stages:
        - name: ask
          uses: http
          service: clinic
          policy: {timeout: 30s}
          with: {url: "\(url)/${{ id }}", into: patient}
      sink: {uses: jsonl, with: {path: out.jsonl}}
      """, to: "calls.yaml")
    try folder.write(
      "services: {clinic: {bulkhead: {max_concurrent: \(connections), max_queue: 10000}}}\n",
      to: "policies.yaml")
    let outcome = PlanBuilder.plan(
      PlanInput(file: file), catalog: Catalog(sources: .standard, steps: .standard, sinks: .standard),
      bodyEncoder: { JSONLinesEncoder(schema: $0) })
    guard let plan = outcome.plan else { preconditionFailure("\(outcome.diagnostics.text())") }
    var options = RunOptions()
    options.workers = 2
    let result = try await Run(plan: plan, options: options, observer: Nobody()).execute()
    precondition(result.counts.written == Int64(records), "calls through the engine failed")
  }
}

/// Hears nothing.
private struct Nobody: RunObserver {
  func observe(_ event: RunEvent) {}
}

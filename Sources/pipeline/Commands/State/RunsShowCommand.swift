import ArgumentParser
import PipelineEngine

/// `pipeline runs show FILE [ID]`.
struct RunsShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Shows one run, its counts and the plan it ran.")

  @OptionGroup var state: StateArguments

  @Argument(help: "The run's id, or the beginning of one; by default the newest run.")
  var id: String?

  @Option(
    help: ArgumentHelp(
      "Shows what has changed in plan and policies since another run: its id, or the beginning of one.",
      valueName: "id"))
  var diff: String?

  @Option(help: ArgumentHelp("How the run is printed.", valueName: "format"))
  var format: OutputFormat = .text

  func run() throws {
    let store = try state.store()
    defer { store.close() }
    let history = RunHistory(store: store)
    let run = try find(id, in: history)
    if let diff {
      try StandardStream.output.deliver(
        try RunDifference(from: find(diff, in: history), to: run, history).text)
      return
    }
    let operations = try state.location().operations()
    let newest = try history.runs(limit: 1).first?.runID
    let isInUse = operations.first { $0.operation == run.operation }?.isInUse ?? false
    let view = RunRecordView(run, isRunning: run.endedAt == nil && run.runID == newest && isInUse)
    switch format {
    case .json: try StandardStream.output.deliver(view.json + "\n")
    case .text: try StandardStream.output.deliver(view.lines(plan: try history.canonicalText(run.planDigest)))
    }
  }

  private func find(_ id: String?, in history: RunHistory) throws -> RunRecord {
    let runs = try id.map { try history.run($0) } ?? history.runs(limit: 1)
    guard let run = runs.first else {
      throw CommandProblem(
        "there is no run `\(id ?? "")`",
        help: "`pipeline runs list \(ShellWord.quote(state.file))` lists them")
    }
    if let id, runs.count > 1, run.runID != id {
      throw CommandProblem(
        "\(runs.count) runs begin with `\(id)`: \(runs.prefix(5).map(\.runID).joined(separator: ", "))",
        help: "write more of the id")
    }
    return run
  }
}

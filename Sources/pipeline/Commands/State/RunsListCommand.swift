import ArgumentParser
import ConfigSpec
import PipelineEngine

/// `pipeline runs list FILE`.
struct RunsListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Lists the runs of a pipeline, the newest first.")

  @OptionGroup var state: StateArguments

  @Option(parsing: .unconditional, help: ArgumentHelp("At most so many.", valueName: "n"))
  var limit = 20

  @Option(help: ArgumentHelp("How the list is printed.", valueName: "format"))
  var format: OutputFormat = .text

  func validate() throws {
    if limit < 1 { throw ValidationError("`--limit` must be at least 1, found \(limit)") }
  }

  func run() throws {
    let store = try state.store()
    defer { store.close() }
    let runs = try RunHistory(store: store).runs(limit: limit)
    let operations = try state.location().operations()
    let views = RunRecordView.views(runs) { name in
      operations.first { $0.operation == name }?.isInUse ?? false
    }
    switch format {
    case .json:
      try StandardStream.output.deliver(
        "[" + views.map(\.json).joined(separator: ",\n") + "]\n")
    case .text: try StandardStream.output.deliver(RunRecordView.table(views))
    }
  }
}

import ArgumentParser
import ConfigSpec
import PipelineEngine

/// `pipeline checkpoint list FILE`.
struct CheckpointListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Lists the operations of a pipeline and how far each has come.")

  @OptionGroup var state: StateArguments

  @Option(help: ArgumentHelp("How the list is printed.", valueName: "format"))
  var format: OutputFormat = .text

  func run() throws {
    let operations = try state.location().operations()
    var rows: [CheckpointRow] = []
    for operation in operations { rows.append(CheckpointRow(operation)) }
    let output = StandardStream.output
    switch format {
    case .json: try output.deliver(JSONValue.array(rows.map(\.json)).text(isPretty: true) + "\n")
    case .text:
      if rows.isEmpty { throw state.noState(try state.location()) }
      try output.deliver(CheckpointRow.table(rows))
    }
  }
}

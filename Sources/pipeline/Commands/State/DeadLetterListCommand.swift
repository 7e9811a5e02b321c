import ArgumentParser
import ConfigSpec
import PipelineEngine

/// `pipeline dlq list FILE`.
struct DeadLetterListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Lists the groups of dead letters with the same cause, largest first.")

  @OptionGroup var state: StateArguments
  @OptionGroup var selection: DeadLetterSelection

  @Option(help: ArgumentHelp("How the list is printed.", valueName: "format"))
  var format: OutputFormat = .text

  func run() throws {
    let store = try state.store()
    defer { store.close() }
    let letters = DeadLetterStore(store: store)
    let chosen = try selection.selection(in: letters)
    let groups = try letters.groups(chosen)
    var list = DeadLetterGroups(groups: groups, removals: try letters.removals(), file: state.file)
    list.operations = try letters.operations(chosen)
    if let redelivery = try letters.redelivery() { list.waiting = try letters.waiting(redelivery) }
    switch format {
    case .json: try StandardStream.output.deliver(list.json.text(isPretty: true) + "\n")
    case .text: try StandardStream.output.deliver(list.lines)
    }
  }
}

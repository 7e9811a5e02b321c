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
    var list = DeadLetterGroups(groups: groups, removals: try removals(letters), file: state.file)
    list.operations = try letters.operations(chosen)
    if let redelivery = try letters.redelivery() { list.waiting = try letters.waiting(redelivery) }
    switch format {
    case .json: try StandardStream.output.deliver(list.json.text(isPretty: true) + "\n")
    case .text: try StandardStream.output.deliver(list.lines)
    }
  }

  /// Entries that have left, by reason. What was dropped for room may never have been stored: only checkpoints count it.
  private func removals(_ letters: DeadLetterStore) throws -> [(reason: String, count: Int64)] {
    let dropped = try state.location().operations().reduce(Int64(0)) { sum, operation in
      guard case .success(let checkpoint?) = CheckpointRow(operation).found else { return sum }
      return sum + checkpoint.counts.deadLettersDropped
    }
    var removals = try letters.removals()
    let index = removals.firstIndex { $0.reason == DeadLetterStore.droppedReason }
    if let index {
      removals[index].count = max(removals[index].count, dropped)
    } else if dropped > 0 {
      removals.append((DeadLetterStore.droppedReason, dropped))
    }
    return removals
  }
}

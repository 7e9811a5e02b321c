import ArgumentParser
import PipelineEngine

/// `pipeline dlq show FILE ID`.
struct DeadLetterShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Prints one dead letter with its record as JSON.")

  @OptionGroup var state: StateArguments

  @Argument(help: "The message id, the beginning of one that only one entry has, or the entry's number.")
  var id: String

  func run() throws {
    let store = try state.store()
    defer { store.close() }
    let letters = DeadLetterStore(store: store)
    let letter = try letters.wholeEntry(id)
    try StandardStream.output.deliver(DeadLetterJSON(letter, try letters.redelivery()).pretty + "\n")
  }
}

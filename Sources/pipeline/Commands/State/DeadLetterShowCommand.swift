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
    var selection = DeadLetterStore.Selection()
    selection.id = id
    let letters = try DeadLetterStore(store: state.store()).letters(selection, limit: 5)
    // A number may also be the beginning of an id; the exact one counts.
    let exact = letters.filter { $0.messageID == id || String($0.sequence) == id }
    guard let letter = exact.first ?? letters.first else {
      throw CommandProblem(
        "there is no dead letter `\(id)`",
        help: "`pipeline dlq list \(ShellWord.quote(state.file))` shows an id of each group")
    }
    if exact.isEmpty, letters.count > 1 {
      let ids = letters.map(\.messageID).joined(separator: ", ")
      throw CommandProblem(
        "more than one dead letter begins with `\(id)`: \(ids)", help: "write more of the id")
    }
    StandardStream.output.write(DeadLetterJSON(letter).pretty + "\n")
  }
}

import ArgumentParser
import PipelineEngine

/// `pipeline dlq discard FILE`.
struct DeadLetterDiscardCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "discard", abstract: "Takes dead letters out for good; the reason is kept.")

  @OptionGroup var state: StateArguments
  @OptionGroup var selection: DeadLetterSelection

  @OptionGroup var filter: DeadLetterFilter

  @Option(help: ArgumentHelp("Why; `pipeline dlq list` shows it.", valueName: "text"))
  var reason: String

  @Flag(help: "Discard all entries.")
  var all = false

  func validate() throws {
    let isChosen =
      [selection.id, selection.stage, selection.group, selection.operation, filter.condition].contains {
        $0 != nil
      }
    if !all, !isChosen {
      throw ValidationError(
        "say which: `--id`, `--fingerprint`, `--stage`, `--operation` or `--where`; `--all` discards every one"
      )
    }
    if reason.allSatisfy(\.isWhitespace) { throw ValidationError("`--reason` must not be empty") }
  }

  func run() throws {
    let store = try state.store()
    defer { store.close() }
    let desk = DeadLetterDesk(try state.location(), store: store)
    let chosen = try selection.selection(in: DeadLetterStore(store: store))
    let count = try desk.discard(chosen, condition: filter.condition, reason: reason)
    StandardStream.error.write("discarded \(Amounts.count(Int64(count), "dead letter"))\n")
  }
}

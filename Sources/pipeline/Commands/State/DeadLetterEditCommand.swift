import ArgumentParser
import PipelineEngine

/// `pipeline dlq edit FILE ID`.
struct DeadLetterEditCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "edit", abstract: "Opens the record of a dead letter in $EDITOR.",
    discussion: """
      What is edited is the record as it was when it failed, as JSON; with `--original`, or if it could never be \
      decoded, the text as it was received. `pipeline dlq replay` sends it on its way.
      """)

  @OptionGroup var state: StateArguments

  @Argument(help: "The message id, the beginning of one that only one entry has, or the entry's number.")
  var id: String

  @Flag(help: "Edit the text as it was received.")
  var original = false

  @Option(
    help: ArgumentHelp("Take the new text from a file instead of an editor.", valueName: "path"),
    completion: .file())
  var from: String?

  func run() throws {
    let store = try state.store()
    defer { store.close() }
    let letter = try DeadLetterStore(store: store).wholeEntry(id)
    let part: DeadLetterDesk.Part = original || letter.body.isEmpty ? .original : .body
    let before = part == .body ? DeadLetterDesk.editable(letter.body) : letter.original
    let after = try from.map { try WholeFile($0).bytes } ?? TextEditor().edit(before, isJSON: part == .body)
    let desk = DeadLetterDesk(try state.location(), store: store)
    guard after != before, try desk.edit(letter, part, after) else {
      StandardStream.error.write("nothing was changed\n")
      return
    }
    StandardStream.error.write(
      "changed \(letter.messageID)\nhelp: `pipeline dlq replay \(ShellWord.quote(state.file)) --id"
        + " \(letter.messageID)`"
        + (part == .original && !letter.body.isEmpty ? " with `--from-stage source`" : "") + "\n")
  }
}

import ArgumentParser
import PipelineEngine

/// `pipeline checkpoint delete FILE OPERATION`.
struct CheckpointDeleteCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "delete", abstract: "Forgets how far an operation has come.",
    discussion: """
      The next run begins at the first record. Outputs stay where they are and must be moved away before that run, \
      which refuses to overwrite them; `pipeline run --restart` removes them as well.
      """)

  @OptionGroup var state: StateArguments

  @Argument(help: "The operation; `pipeline checkpoint list` names them.")
  var operation: String

  @Flag(help: "Also delete the operation's dead letters, which the next run finds again.")
  var withDeadLetters = false

  func run() throws {
    let location = try state.location()
    let directory = try OperationChoice(state).directory(operation)
    let store = try location.uncheckedStore()
    defer { store?.close() }
    var selection = DeadLetterStore.Selection()
    selection.operation = directory.operation
    let groups = try store.map { try DeadLetterStore(store: $0).groups(selection) } ?? []
    let letters = Int64(groups.reduce(0) { $0 + $1.count })
    if letters > 0, !withDeadLetters {
      throw CommandProblem(
        "`\(directory.operation)` has \(Amounts.count(letters, "dead letter")), which would go with its checkpoint",
        help:
          "keep a copy with `pipeline dlq export \(ShellWord.quote(state.file)) --operation"
          + " \(directory.operation)`, then add `--with-dead-letters`"
      )
    }
    let outputs = CheckpointRow(directory).outputs
    try CheckpointDeletion(directory, store: store).run()
    let deleted = letters > 0 ? " and \(Amounts.count(letters, "dead letter"))" : ""
    try StandardStream.output.deliver("deleted the checkpoint of \(directory.operation)\(deleted)\n")
    for path in outputs {
      try StandardStream.output.deliver("the output \(path) stays; move it away before the next run\n")
    }
  }
}

import PipelineEngine

/// Finds the one dead letter that a command is about.
struct DeadLetterChoice {
  private let file: String

  /// - Parameter file: the pipeline file, for the commands that are offered.
  init(_ file: String) { self.file = file }

  /// The entry with this message id, this number, or the only one whose id begins so.
  func letter(_ id: String, in store: DeadLetterStore) throws -> DeadLetter {
    var selection = DeadLetterStore.Selection()
    selection.id = id
    let letters = try store.letters(selection, limit: 5)
    // A number may also be the beginning of an id; the exact one counts.
    let exact = letters.filter { $0.messageID == id || String($0.sequence) == id }
    guard let letter = exact.first ?? letters.first else {
      throw CommandProblem(
        "there is no dead letter `\(id)`",
        help: "`pipeline dlq list \(ShellWord.quote(file))` shows an id of each group")
    }
    if exact.isEmpty, letters.count > 1 {
      let ids = letters.map(\.messageID).joined(separator: ", ")
      throw CommandProblem(
        "more than one dead letter begins with `\(id)`: \(ids)", help: "write more of the id")
    }
    if letter.isDamaged {
      throw CommandProblem(letter.damage, help: DeadLetter.damageHelp, exitCode: 1)
    }
    return letter
  }
}

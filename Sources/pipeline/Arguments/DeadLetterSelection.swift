import ArgumentParser
import PipelineEngine

/// Which dead letters a command is about.
struct DeadLetterSelection: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Only one entry: its message id, the beginning of one, or its number.", valueName: "id"))
  var id: String?

  @Option(help: ArgumentHelp("Only those of one stage.", valueName: "name"))
  var stage: String?

  @Option(
    name: [.customLong("fingerprint"), .customLong("group")],
    help: ArgumentHelp(
      "Only those of one group; the beginning of its name is enough.", valueName: "fingerprint"))
  var group: String?

  @Option(help: ArgumentHelp("Only those of one operation.", valueName: "name"))
  var operation: String?

  /// What the options select besides `--id`.
  var selection: DeadLetterStore.Selection {
    var selection = DeadLetterStore.Selection()
    selection.stage = stage
    selection.fingerprint = group
    selection.operation = operation
    return selection
  }

  /// What the options select.
  ///
  /// - Throws: if there is no entry with the id.
  func selection(in letters: DeadLetterStore) throws -> DeadLetterStore.Selection {
    var selection = selection
    if let id { selection.number = try letters.entry(id).sequence }
    return selection
  }

  func validate() throws {
    let digits = Set("0123456789abcdef")
    if let group, group.isEmpty || group.count > 16 || !digits.isSuperset(of: group) {
      throw ValidationError(
        "`--fingerprint` must be the 16 digits (0 to 9, a to f) that `dlq list` shows, or their beginning,"
          + " found `\(group)`")
    }
  }
}

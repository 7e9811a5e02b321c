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

  var selection: DeadLetterStore.Selection {
    var selection = DeadLetterStore.Selection()
    selection.id = id
    selection.stage = stage
    selection.fingerprint = group
    selection.operation = operation
    return selection
  }
}

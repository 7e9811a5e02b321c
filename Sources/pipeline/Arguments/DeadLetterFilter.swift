import ArgumentParser

/// Which of the selected dead letters a command that changes them is about.
struct DeadLetterFilter: ParsableArguments {
  @Option(
    name: .customLong("where"),
    help: ArgumentHelp(
      "Only entries for which this CEL expression over the entry holds.", valueName: "expression"))
  var condition: String?
}

import ArgumentParser

/// `pipeline dlq list|show|export FILE`.
struct DeadLetterCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dlq", abstract: "Shows the dead letters: records that were given up, and why.",
    discussion: """
      Dead letters are grouped by their cause: class, stage, kind of error and message with numbers masked. An entry \
      has the record as it was received and as it was when it failed.

      Examples:
        pipeline dlq list flights.yaml
        pipeline dlq show flights.yaml msg_ceef4704
        pipeline dlq export flights.yaml --stage types --output broken.jsonl
        pipeline dlq export flights.yaml | jq -r .original
      """,
    subcommands: [DeadLetterListCommand.self, DeadLetterShowCommand.self, DeadLetterExportCommand.self])
}

import ArgumentParser

/// `pipeline dlq list|show|replay|edit|discard|export|import FILE`.
struct DeadLetterCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dlq", abstract: "Shows, mends and replays dead letters: records that were given up.",
    discussion: """
      Dead letters are grouped by their cause: class, stage, kind of error and message with numbers masked. An entry \
      has the record as it was received and as it was when it failed.

      Examples:
        pipeline dlq list flights.yaml
        pipeline dlq show flights.yaml msg_ceef4704
        pipeline dlq replay flights.yaml --fingerprint 5e1f --set 'amount="0"'
        pipeline dlq edit flights.yaml msg_ceef4704
        pipeline dlq discard flights.yaml --stage types --reason "test data"
        pipeline dlq export flights.yaml --stage types --output broken.jsonl
        pipeline dlq export flights.yaml | jq -r .original
      """,
    subcommands: [
      DeadLetterListCommand.self, DeadLetterShowCommand.self, DeadLetterReplayCommand.self,
      DeadLetterEditCommand.self, DeadLetterDiscardCommand.self, DeadLetterExportCommand.self,
      DeadLetterImportCommand.self,
    ])
}

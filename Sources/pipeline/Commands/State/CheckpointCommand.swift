import ArgumentParser

/// `pipeline checkpoint list|show|delete FILE`.
struct CheckpointCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "checkpoint", abstract: "Shows how far each operation has come, or forgets it.",
    discussion: """
      An operation is a pipeline and one input. Its checkpoint says which records are settled; the next run goes on \
      behind them.

      Examples:
        pipeline checkpoint list flights.yaml
        pipeline checkpoint show flights.yaml flights-january
        pipeline checkpoint delete flights.yaml flights-january
      """,
    subcommands: [CheckpointListCommand.self, CheckpointShowCommand.self, CheckpointDeleteCommand.self])
}

import ArgumentParser

/// `pipeline runs list|show FILE`.
struct RunsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "runs", abstract: "Shows the runs of a pipeline: when, how they ended, what they counted.",
    discussion: """
      Examples:
        pipeline runs list flights.yaml
        pipeline runs show flights.yaml run_20261014
        pipeline runs show flights.yaml run_20261015 --diff run_20261014
      """,
    subcommands: [RunsListCommand.self, RunsShowCommand.self])
}

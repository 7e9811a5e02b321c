import ArgumentParser
import Glibc

/// The command: joins engine and parts, one file a subcommand.
@main
struct Pipeline: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pipeline", abstract: "Runs declarative data pipelines from YAML files.",
    discussion: """
      A pipeline file names a source, stages and sinks. Every record it reads ends in a sink, is dropped on \
      purpose, or becomes a dead letter; a run that was stopped or killed goes on where its last checkpoint was.

      First steps:
        pipeline validate flights.yaml     is the file right?
        pipeline plan flights.yaml         what would it do?
        pipeline run flights.yaml          do it
        pipeline dlq list flights.yaml     which records were given up, and why?

      Exit codes: 0 done, 1 failed, 2 the files or arguments are wrong, 3 done with dead letters, 4 stopped at a \
      checkpoint (run again to go on), 5 in use by another run.

      Completions: pipeline --generate-completion-script bash|zsh|fish
      """,
    version: Version.text,
    subcommands: [
      RunCommand.self, ValidateCommand.self, PlanCommand.self, StepsCommand.self, SchemaCommand.self,
      CheckpointCommand.self, DeadLetterCommand.self, RunsCommand.self,
    ])

  static func main() async {
    do {
      // A run that is asked to stop says so with its exit code, however early.
      let signals = CommandLine.arguments.dropFirst().first == "run" ? SignalWatch() : nil
      try await SignalWatch.$early.withValue(signals) {
        var command = try parseAsRoot()
        if var command = command as? any AsyncParsableCommand {
          try await command.run()
        } else {
          try command.run()
        }
      }
    } catch {
      Glibc.exit(ProblemReport(error).print())
    }
  }
}

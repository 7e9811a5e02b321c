import ArgumentParser

/// The command: joins engine and parts, one file a subcommand.
@main
struct Pipeline: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pipeline", abstract: "Runs declarative data pipelines from YAML files.")
}

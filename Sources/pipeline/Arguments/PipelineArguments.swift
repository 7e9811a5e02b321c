import ArgumentParser
import FoundationEssentials
import PipelineEngine

/// The pipeline file and what its plan depends on besides.
struct PipelineArguments: ParsableArguments {
  @Argument(help: "The pipeline file.", completion: .file(extensions: ["yaml", "yml"]))
  var file: String

  @Option(
    name: .customLong("set"), parsing: .singleValue,
    help: ArgumentHelp("Sets a param of the file; may be repeated.", valueName: "key=value"))
  var settings: [ParamSetting] = []

  @Option(
    help: ArgumentHelp(
      "Keeps state in DIR/<name> instead of .pipeline/<name> beside FILE.", valueName: "dir"),
    completion: .directory)
  var stateDir: String?

  /// What a plan is made from.
  var input: PlanInput {
    PlanInput(
      file: file, settings: settings.map { ($0.name, $0.value) },
      environment: ProcessInfo.processInfo.environment, stateDirectory: stateDir)
  }
}

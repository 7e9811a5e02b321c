import ArgumentParser
import ConfigSpec
import FoundationEssentials
import PipelineEngine

/// The pipeline whose state a command is about; its input need not exist.
struct StateArguments: ParsableArguments {
  @Argument(help: "The pipeline file; only its name counts.", completion: .file(extensions: ["yaml", "yml"]))
  var file: String

  @Option(
    help: ArgumentHelp(
      "The state is in DIR/<name> instead of .pipeline/<name> beside FILE.", valueName: "dir"),
    completion: .directory)
  var stateDir: String?

  @Option(
    name: .customLong("set"), parsing: .singleValue,
    help: ArgumentHelp("Sets a param, where the pipeline's name uses one.", valueName: "key=value"))
  var settings: [ParamSetting] = []

  /// Where the state is; problems with the file are printed.
  func location() throws -> StateLocation {
    let input = PlanInput(
      file: file, settings: settings.map { ($0.name, $0.value) },
      environment: ProcessInfo.processInfo.environment, stateDirectory: stateDir)
    var diagnostics = Diagnostics()
    let location = StateLocation(input, &diagnostics)
    Planning.print(diagnostics)
    guard let location else { throw ExitCode(2) }
    return location
  }

  /// The state store.
  ///
  /// - Throws: exit code 2 if no run has made one.
  func store() throws -> StateStore {
    let location = try location()
    if let store = try location.store() { return store }
    throw noState(location)
  }

  /// What to say when there is nothing yet.
  func noState(_ location: StateLocation) -> CommandProblem {
    CommandProblem(
      "`\(location.name)` has no state in `\(location.directory)`",
      help: "`pipeline run \(ShellWord.quote(file))` makes it; `--state-dir` says where it is kept")
  }
}

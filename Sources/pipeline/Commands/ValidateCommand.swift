import ArgumentParser
import ConfigSpec
import FoundationEssentials
import PipelineEngine

/// `pipeline validate FILE…`.
struct ValidateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "validate", abstract: "Finds everything that is wrong with pipeline files.",
    discussion: """
      Checks each file and the policy files it names: keys, types, ranges, names, expressions, columns. All problems \
      of all files come in one go. Exits with 0 if there are none, with 2 otherwise.

      Examples:
        pipeline validate pipelines/*.yaml
        pipeline validate --format json flights.yaml       for editors
      """)

  @Argument(help: "The pipeline files.", completion: .file(extensions: ["yaml", "yml"]))
  var files: [String]

  @Option(
    name: .customLong("set"), parsing: .singleValue,
    help: ArgumentHelp("Sets a param of the files; may be repeated.", valueName: "key=value"))
  var settings: [ParamSetting] = []

  @Option(help: ArgumentHelp("How problems are printed.", valueName: "format"))
  var format: OutputFormat = .text

  func run() throws {
    let outcomes = files.map { Planning(input: input($0)).outcome }
    let report = ValidationReport(files: zip(files, outcomes).map { ($0, $1) })
    switch format {
    case .json: try StandardStream.output.deliver(report.diagnostics.json.text(isPretty: true) + "\n")
    case .text:
      Planning.print(report.diagnostics)
      try StandardStream.output.deliver(report.lines(.standardOutput).map { $0 + "\n" }.joined())
    }
    if report.diagnostics.hasErrors { throw ExitCode(2) }
  }

  private func input(_ file: String) -> PlanInput {
    PlanInput(
      file: file, settings: settings.map { ($0.name, $0.value) },
      environment: ProcessInfo.processInfo.environment)
  }
}

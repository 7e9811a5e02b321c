import ArgumentParser
import ConfigSpec

/// `pipeline plan FILE`.
struct PlanCommand: ParsableCommand {
  /// How a plan can be printed.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text
    case json
    case mermaid
    case dot
  }

  static let configuration = CommandConfiguration(
    commandName: "plan", abstract: "Shows what a run would do, and where each setting comes from.",
    discussion: """
      Prints source, stages and sinks with the columns after each stage, every effective setting with the file and \
      line it came from (or `default`), the policies around each stage, and what is promised about each output. \
      Nothing is run.

      Examples:
        pipeline plan flights.yaml
        pipeline plan flights.yaml --format json | jq .digest
        pipeline plan flights.yaml --format dot | dot -Tsvg > plan.svg
      """)

  @OptionGroup var pipeline: PipelineArguments

  @Option(help: ArgumentHelp("How the plan is printed.", valueName: "format"))
  var format: Format = .text

  func run() throws {
    let (_, report) = try Planning(input: pipeline.input).plan()
    let output = StandardStream.output
    switch format {
    case .text:
      let width = output.isTerminal ? output.size.columns : 110
      let style = TerminalStyle.standardOutput
      try output.deliver(PlanText(report, width: width).lines.map { $0.text(style) + "\n" }.joined())
    case .json: try output.deliver(PlanJSON(report).value.text(isPretty: true) + "\n")
    case .mermaid: try output.deliver(PlanGraph(report).mermaid)
    case .dot: try output.deliver(PlanGraph(report).dot)
    }
  }
}

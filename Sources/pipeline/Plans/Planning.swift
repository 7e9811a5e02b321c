import ArgumentParser
import ConfigSpec
import PipelineEngine
import PipelineModel
import PipelineParts

/// Plans as every command does: with the standard parts, problems on the standard error.
struct Planning {
  let input: PlanInput

  /// All that can be said about the file.
  var outcome: PlanOutcome {
    PlanBuilder.plan(input, catalog: .standard, bodyEncoder: { JSONLinesEncoder(schema: $0) })
  }

  /// The plan; problems are printed.
  ///
  /// - Throws: exit code 2 if there are errors.
  func plan() throws -> (plan: Plan, report: PlanReport) {
    let outcome = outcome
    Self.print(outcome.diagnostics)
    guard let plan = outcome.plan else { throw ExitCode(2) }
    return (plan, outcome.report)
  }

  static func print(_ diagnostics: Diagnostics) {
    if diagnostics.isEmpty { return }
    StandardStream.error.write(diagnostics.text(colors: TerminalStyle.standardError.hasColors))
  }
}

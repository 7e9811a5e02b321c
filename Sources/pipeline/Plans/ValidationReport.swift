import ConfigSpec
import PipelineEngine

/// What is wrong with several files, together.
struct ValidationReport {
  let files: [(path: String, outcome: PlanOutcome)]

  /// All problems, in the order of the files.
  var diagnostics: Diagnostics {
    var all = Diagnostics()
    for file in files { all.add(file.outcome.diagnostics) }
    return all
  }

  /// One line for each file without errors.
  func lines(_ style: TerminalStyle) -> [String] {
    files.compactMap { path, outcome in
      if outcome.diagnostics.hasErrors { return nil }
      let report = outcome.report
      let stages = Amounts.count(Int64(report.stages.count), "stage")
      let sinks = Amounts.count(Int64(report.sinks.count), "sink")
      return "\(TextWidth.visible(path)): " + style.paint("ok", .green)
        + " (\(report.name), \(stages), \(sinks))"
    }
  }
}

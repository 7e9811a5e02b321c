import ConfigSpec
import FoundationEssentials
import Glibc
import PipelineEngine
import PipelineModel

/// One run as a person or a scheduler sees it: signals, log, live display, summary, exit code.
struct RunSession {
  /// What is shown, and how.
  struct Output {
    var logFormat: LogFormat
    var isQuiet: Bool
    var isJSON: Bool
  }

  let plan: Plan
  let report: PlanReport
  let options: RunOptions
  let output: Output
  /// Watches for signals since before there was a plan.
  let signals: SignalWatch

  /// Runs; returns the exit code.
  func run() async throws -> Int32 {
    // A reader of the log or of a `stdout` sink that goes away must not kill the run between two checkpoints.
    signal(SIGPIPE, SIG_IGN)
    Allocator.keepFreedMemory()
    let dryRun = options.isDryRun ? try DryRun(plan) : nil
    defer { dryRun?.remove() }
    var options = options
    options.marksCrashes = !options.isDryRun
    let monitor = makeMonitor()
    let run = Run(plan: dryRun?.plan ?? plan, options: options, observer: monitor, stop: signals.stop)
    signals.tell { signal in
      monitor.log(.info("\(signal): finishing what is in flight; once more exits at once"))
    }
    defer { withExtendedLifetime(signals) {} }
    for note in report.notes { monitor.log(.info(note)) }
    let display = showsDisplay ? DisplayTimer { run.progress.map(monitor.draw) } : nil
    defer { display?.stop() }
    let result: RunResult
    do throws(EngineProblem) {
      result = try await run.execute()
      display?.stop()
      monitor.finish()
    } catch {
      display?.stop()
      monitor.finish()
      return try fail(error, run.result(of: error), monitor)
    }
    // Without a summary nothing else says why a run ended that nobody asked to end.
    if output.isQuiet, case .stopped(let reason) = result.end, !reason.hasPrefix("SIG"),
      !reason.contains("record limit")
    {
      monitor.log(.warning("stopped at a checkpoint: \(reason)"))
    }
    let summary = summary(result)
    try show(summary)
    return summary.exitCode
  }

  /// A live display needs a terminal that nobody else writes to.
  private var showsDisplay: Bool {
    let isShared =
      StandardStream.output.isTerminal && plan.sinks.contains { $0.destination == .standardOutput }
    return StandardStream.error.isTerminal && output.logFormat == .text && !output.isQuiet && !isShared
      && ProcessInfo.processInfo.environment["TERM"] != "dumb"
  }

  private func makeMonitor() -> RunMonitor {
    let style = TerminalStyle.standardError
    let format: RunLog.Format =
      switch output.logFormat {
      case .text: .text(TextLogFormat(style: style, hasTime: !StandardStream.error.isTerminal))
      case .json: .json(JSONLogFormat())
      }
    var components = Dictionary(
      plan.stages.map { ($0.name, $0.component ?? $0.uses) }, uniquingKeysWith: { first, _ in first })
    components["source"] = report.source?.uses
    let log = RunLog(
      format, context: LogContext(pipeline: plan.name, runID: nil, components: components),
      isQuiet: output.isQuiet, tellsCheckpoints: !showsDisplay)
    let view = ProgressView(
      source: report.source.map { .init(name: $0.name, uses: $0.uses) },
      stages: plan.stages.map { .init(name: $0.name, uses: $0.uses) })
    return RunMonitor(log: log, view: view, style: style)
  }

  private func summary(_ result: RunResult) -> RunSummary {
    RunSummary(
      pipeline: plan.name, file: plan.file, isDryRun: options.isDryRun,
      source: report.source.map { .init(name: $0.name, uses: $0.uses) },
      stages: plan.stages.map { .init(name: $0.name, uses: $0.uses) }, result: result)
  }

  private func fail(_ problem: EngineProblem, _ result: RunResult?, _ monitor: RunMonitor) throws -> Int32 {
    if output.logFormat == .json { monitor.log(LogRecord(problem)) }
    if let result {
      try show(summary(result))
    } else if output.isJSON {
      let summary = RunSummary.json(problem, pipeline: plan.name, file: plan.file)
      try StandardStream.output.deliver(summary.text(isPretty: true) + "\n")
    }
    // For people the error comes last, below the counts.
    if output.logFormat == .text { throw problem }
    return problem.exitCode
  }

  private func show(_ summary: RunSummary) throws {
    tell(summary)
    if output.isJSON { try StandardStream.output.deliver(summary.json.text(isPretty: true) + "\n") }
  }

  private func tell(_ summary: RunSummary) {
    if output.isQuiet { return }
    let stream = StandardStream.error
    if output.logFormat == .json {
      stream.write(
        JSONLogFormat().summary(summary, at: timestampText()) + "\n")
      return
    }
    stream.print(summary.lines)
  }
}

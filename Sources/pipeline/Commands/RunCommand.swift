import ArgumentParser
import FoundationEssentials
import Glibc
import PipelineEngine
import PipelineModel

/// `pipeline run FILE`.
struct RunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Runs a pipeline until its input is settled.",
    discussion: """
      Goes on where the last run of the same pipeline and input stopped or was killed; every record ends once in a \
      sink or in the dead letters. Ctrl-C or SIGTERM finishes what is in flight, writes a checkpoint and exits with 4; \
      a second one exits at once, and the last checkpoint is still valid.

      After a crash the next run goes through the records in question one at a time; one that crashes it twice more \
      becomes a dead letter of type Crash. A dead letter that crashes two redeliveries or replays is of that type, too, and \
      is not redelivered any more.

      Logs and the summary go to the standard error, `--json` and `stdout` sinks to the standard output.

      Examples:
        pipeline run flights.yaml
        pipeline run flights.yaml --set input=data/february.csv.gz
        pipeline run flights.yaml --dry-run --limit 1000
        pipeline run flights.yaml --restart      forget state and outputs, begin anew
        pipeline run labs.yaml --inject fhir-server=error:20%
        pipeline run flights.yaml --json --quiet | jq .counts
      """)

  @OptionGroup var pipeline: PipelineArguments

  @Option(
    help: ArgumentHelp(
      "What to do with a checkpoint: auto goes on from it, require fails without one, never fails with one, force goes"
        + " on although the plan has changed.", valueName: "mode"))
  var resume: ResumeMode = .auto

  @Flag(help: "Forget this operation's checkpoint, dead letters and outputs first.")
  var restart = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Stop at a checkpoint after so many records.", valueName: "n"))
  var limit: Int64?

  @Flag(help: "Go through everything, write nothing and leave no state.")
  var dryRun = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Batches worked on at the same time; by default the cores.", valueName: "n"))
  var workers: Int?

  @Option(
    help: ArgumentHelp(
      "Makes a service, or a stage that calls without one, fail on purpose: error:20%, latency:200ms:50%, or a class of"
        + " failures. Repeatable; takes the place of `inject` in the policy files.",
      valueName: "service=fault"))
  var inject: [String] = []

  @Option(help: ArgumentHelp("How the log is written.", valueName: "format"))
  var logFormat: LogFormat = .text

  @Flag(help: "Log problems only: no progress, no summary.")
  var quiet = false

  @Flag(help: "Print the summary as JSON on the standard output.")
  var json = false

  func validate() throws {
    if let limit, limit < 1 { throw ValidationError("`--limit` must be at least 1, found \(limit)") }
    if let workers, !(1...1024).contains(workers) {
      throw ValidationError("`--workers` must be between 1 and 1024, found \(workers)")
    }
    if restart, resume == .require || resume == .force {
      throw ValidationError("`--restart` forgets the checkpoint that `--resume \(resume.rawValue)` asks for")
    }
  }

  func run() async throws {
    let signals = SignalWatch.early ?? SignalWatch()
    let injections = try inject.map(injection)
    let (plan, report) = try Planning(input: pipeline.input).plan()
    if json, !dryRun { try CommandProblem.refuseSharedOutput(plan) }
    var options = RunOptions()
    options.faults = InjectionArgument.faults(injections)
    options.resume = resume.option
    options.restart = restart
    options.limit = limit
    options.isDryRun = dryRun
    options.workers = workers ?? ProcessInfo.processInfo.activeProcessorCount
    let session = RunSession(
      plan: plan, report: report, options: options,
      output: RunSession.Output(logFormat: logFormat, isQuiet: quiet, isJSON: json),
      signals: signals)
    throw ExitCode(try await session.run())
  }

  private func injection(_ text: String) throws -> InjectionArgument {
    do throws(InjectionArgument.Problem) { return try InjectionArgument(text) } catch {
      throw CommandProblem("`--inject`: \(error.message)", help: error.help)
    }
  }
}

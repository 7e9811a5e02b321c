import ArgumentParser
import ConfigSpec
import FoundationEssentials
import PipelineEngine
import PipelineModel

/// `pipeline dlq replay FILE`.
struct DeadLetterReplayCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay", abstract: "Sends dead letters on their way again, oldest first.",
    discussion: """
      An entry enters at the stage that gave it up, in the plan as it is now, and goes into the same outputs. What \
      succeeds leaves the dead letters; what fails again stays, with its history. A replay that is killed is undone to \
      its last checkpoint, so that no entry is applied twice.

      Examples:
        pipeline dlq replay flights.yaml --dry-run
        pipeline dlq replay flights.yaml --where 'error_type == "HTTPError"' --rate 50/s
        pipeline dlq replay flights.yaml --fingerprint 5e1f --set 'amount="0"'
        pipeline dlq replay flights.yaml --from-stage source      decode the originals anew
      """)

  /// Entries whose changes are shown.
  private static let shown = 10

  @Argument(help: "The pipeline file.", completion: .file(extensions: ["yaml", "yml"]))
  var file: String

  @OptionGroup var selection: DeadLetterSelection

  @OptionGroup var filter: DeadLetterFilter

  @Option(
    name: .customLong("set"), parsing: .singleValue,
    help: ArgumentHelp(
      "Gives a field another value first: an expression over the record; may be repeated.",
      valueName: "field=expression"))
  var changes: [ParamSetting] = []

  @Option(
    help: ArgumentHelp("Where entries enter instead; `source` decodes the original anew.", valueName: "stage")
  )
  var fromStage: String?

  @Option(help: ArgumentHelp("At most so many in a time, such as 50/s or 600/m.", valueName: "n/s"))
  var rate: String?

  @Flag(help: "Show what would be replayed and changed, and do nothing.")
  var dryRun = false

  @Flag(help: "Don't ask before fields are changed.")
  var yes = false

  @Flag(help: "Print what was done, or would be, as JSON on the standard output.")
  var json = false

  @Option(
    name: .customLong("param"), parsing: .singleValue,
    help: ArgumentHelp("Sets a param of the file, as `pipeline run --set` does.", valueName: "key=value"))
  var params: [ParamSetting] = []

  @Option(
    help: ArgumentHelp(
      "The state is in DIR/<name> instead of .pipeline/<name> beside FILE.", valueName: "dir"),
    completion: .directory)
  var stateDir: String?

  func run() async throws {
    let input = PlanInput(
      file: file, settings: params.map { ($0.name, $0.value) },
      environment: ProcessInfo.processInfo.environment, stateDirectory: stateDir)
    let (plan, _) = try Planning(input: input).plan()
    if json { try CommandProblem.refuseSharedOutput(plan) }
    let replay = Replay(plan: plan, request: try request(), observer: ReplayLog(), marksCrashes: true)
    if !dryRun { try replay.recover() }
    let preview = try replay.preview(limit: Self.shown)
    let isAsking = !dryRun && preview.entries > 0 && !changes.isEmpty && !yes
    if isAsking, !StandardStream(descriptor: 0).isTerminal {
      throw CommandProblem(
        "fields of \(Amounts.count(Int64(preview.entries), "dead letter")) would be changed",
        help: "`--dry-run` shows the changes, `--yes` makes them")
    }
    StandardStream.error.write(ReplayText.preview(preview, shown: Self.shown))
    if dryRun {
      try print(ReplayText.json(preview, operation: replay.operation))
      return
    }
    if preview.entries == 0 {
      let result = ReplayResult(nothingOf: preview, operation: replay.operation)
      if let advice = preview.damaged.advice(file) { StandardStream.error.write("help: \(advice)\n") }
      try print(ReplayText.json(result))
      throw ExitCode(result.exitCode)
    }
    if isAsking { try confirm(preview.entries) }
    let signals = SignalWatch()
    defer { withExtendedLifetime(signals) {} }
    signals.tell { replay.stop.request($0) }
    let result = try await replay.execute()
    StandardStream.error.write(ReplayText.summary(result, file: file))
    try print(ReplayText.json(result))
    throw ExitCode(result.exitCode)
  }

  private func print(_ value: JSONValue) throws {
    if json { try StandardStream.output.deliver(value.text(isPretty: true) + "\n") }
  }

  private func request() throws -> ReplayRequest {
    var request = ReplayRequest()
    request.id = selection.id
    request.selection = selection.selection
    request.condition = filter.condition
    request.changes = changes.map { ($0.name, $0.value) }
    request.stage = fromStage
    if let rate {
      guard let parsed = ReplayRate(rate) else {
        throw CommandProblem(
          "`--rate` must be a number and a time, found `\(rate)`", help: "as in 50/s, 600/m, 1000/h")
      }
      request.rate = parsed
    }
    return request
  }

  private func confirm(_ entries: Int) throws {
    StandardStream.error.write("apply to \(Amounts.count(Int64(entries), "dead letter"))? [y/N] ")
    guard let answer = readLine(), ["y", "yes"].contains(answer.lowercased()) else {
      StandardStream.error.write("nothing was changed\n")
      throw ExitCode(0)
    }
  }
}

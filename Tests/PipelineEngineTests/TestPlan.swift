import PipelineModel
import PipelineParts
import PipelineTesting
import Resilience
import Synchronization

@testable import PipelineEngine

/// A small pipeline without YAML: rows of `id,name,amount`; amounts that are no numbers are given up, every third
/// id is filtered, even ids go to one sink and odd ones to another.
struct TestPlan {
  var rows = 300
  var workers = 1
  var isCompressed = false
  var isPublishedAtEnd = false
  var chunkSize = 512
  var limits = DeadLetterLimits()
  var canonicalText = "test"
  var canonicalPolicies = ""
  var hasDedupe = false
  var every = 20
  /// Makes the first stage fail for a time instead of for good.
  var outage: Outage?
  /// The input, and where outputs and state go, within the test's directory.
  var inputName = "in.csv"
  var place = ""
  /// The field whose values must stay in order.
  var sequenceBy: Int?
  var moreInputs: [String] = []
  var stateName: String?
  /// A stage between `check` and `third` that crashes the process.
  var crash: CrashStep?

  static func input(_ rows: Int) -> String {
    var text = "id,name,amount\n"
    for id in 0..<rows {
      text += "\(id),\"name \(id % 7)\",\(id % 10 == 4 ? "N/A" : "\(id).5")\n"
    }
    return text
  }

  func make(in directory: TemporaryDirectory) throws -> Plan {
    if !directory.has(inputName) { directory.write(inputName, Self.input(rows)) }
    var input = InputOptions(paths: ([inputName] + moreInputs).map { directory.file($0) })
    input.chunkSize = chunkSize
    let source = try CSVSource(CSVOptions(input: input))
    let schema = source.schema
    var stages = [
      PlannedStage(
        name: "check", uses: "test",
        work: .transform(outage.map { $0 as any TransformStep } ?? AmountCheck()), when: nil, carries: [],
        input: schema,
        output: schema),
      PlannedStage(
        name: "third", uses: "test", work: .transform(EveryThirdFilter()), when: nil, carries: [],
        input: schema,
        output: schema),
    ]
    if let crash {
      stages.insert(
        PlannedStage(
          name: "crash", uses: "test", work: .transform(crash), when: nil, carries: [], input: schema,
          output: schema), at: 1)
    }
    if hasDedupe {
      stages.append(
        PlannedStage(
          name: "names", uses: "test", work: .ordered { NameDedupe() }, when: nil, carries: [], input: schema,
          output: schema))
    }
    let isEven = RowPredicate(text: "even") { (batch, row) throws(Failure) in
      (NumberParser.integer(batch.row(row)[0].text) ?? 0) % 2 == 0
    }
    func file(_ name: String) -> SinkDestination {
      .file(
        SinkFile(
          path: directory.file(place + name + (isCompressed ? ".gz" : "")), isCompressed: isCompressed,
          isPublishedAtEnd: isPublishedAtEnd))
    }
    var cadence = CheckpointCadence()
    cadence.every = every
    cadence.floor = .zero
    var plan = Plan(
      name: "test", file: directory.file("test.yaml"), source: source, stages: stages,
      sinks: [
        PlannedSink(
          name: "even", uses: "jsonl", when: isEven, continues: false,
          encoder: JSONLinesEncoder(schema: schema),
          destination: file("even.jsonl")),
        PlannedSink(
          name: "odd", uses: "csv", when: nil, continues: false, encoder: CSVEncoder(schema: schema),
          destination: file("odd.csv")),
      ], width: 3, checkpoint: cadence, deadLetters: limits, canonicalText: canonicalText,
      canonicalPolicies: canonicalPolicies, stateDirectory: directory.file(stateName ?? place + "state"),
      bodyEncoder: { JSONLinesEncoder(schema: $0) }, classification: Classification())
    if let slot = sequenceBy {
      plan.sequenceKey = SequenceKey([
        RowExpression(text: "key", type: .string, isNullable: false) { (batch, row) throws(Failure) in
          batch.row(row)[slot]
        }
      ])
    }
    return crash.map { plan.crashing($0) } ?? plan
  }

  var options: RunOptions {
    var options = RunOptions()
    options.workers = workers
    return options
  }

  /// Runs the plan in a directory.
  @discardableResult
  func run(
    in directory: TemporaryDirectory, files: any FileSystem = PosixFileSystem(),
    observer: RecordingObserver = RecordingObserver(), _ change: (inout RunOptions) -> Void = { _ in }
  ) async throws -> RunResult {
    var options = options
    change(&options)
    return try await Run(
      plan: try make(in: directory), options: options, files: files, observer: observer
    ).execute()
  }

  /// Runs the plan and expects it to be refused or to fail.
  func problem(
    in directory: TemporaryDirectory, files: any FileSystem = PosixFileSystem(),
    _ change: (inout RunOptions) -> Void = { _ in }
  ) async throws -> EngineProblem {
    do {
      let result = try await run(in: directory, files: files, change)
      throw EngineProblem(.failed, "the run went through: \(result.end)")
    } catch let problem as EngineProblem {
      return problem
    }
  }

  /// Runs the plan up to some record and stops there.
  func begin(in directory: TemporaryDirectory, records: Int64 = 100) async throws {
    try await run(in: directory) { $0.limit = records }
  }
}

/// Gives up rows whose amount is no number.
struct AmountCheck: TransformStep {
  func apply(to batch: Batch, rows: UnsafeBufferPointer<UInt32>, stage: Int) {
    for row in rows where NumberParser.double(batch.row(Int(row))[2].text) == nil {
      batch.fail(Int(row), stage: stage, Failure("ConversionError", .permanent, "`amount` is not a number"))
    }
  }
}

/// Filters rows whose id is divisible by three.
struct EveryThirdFilter: TransformStep {
  func apply(to batch: Batch, rows: UnsafeBufferPointer<UInt32>, stage: Int) {
    for row in rows where (NumberParser.integer(batch.row(Int(row))[0].text) ?? 0) % 3 == 0 {
      batch.mark(Int(row), .filtered)
    }
  }
}

/// Lets each id through once in a window of 50 (ids are unique, so it only counts), remembering what it saw.
final class NameDedupe: OrderedStep {
  private let seen = Mutex<(all: Set<[UInt8]>, new: [[UInt8]])>(([], []))

  func apply(to batch: Batch, rows: UnsafeBufferPointer<UInt32>, stage: Int) throws(Failure) {
    seen.withLock { seen in
      for row in rows {
        let text = [UInt8](batch.row(Int(row))[0].text)
        let key = [text.first ?? 0, text.last ?? 0, UInt8(text.count)]
        if seen.all.insert(key).inserted { seen.new.append(key) } else { batch.mark(Int(row), .duplicate) }
      }
    }
  }

  func finish() throws(Failure) {}

  func snapshot() -> StepSnapshot {
    seen.withLock { seen in
      defer { seen.new = [] }
      return StepSnapshot(state: "\(seen.all.count)", newKeys: seen.new, keyLimit: 1_000_000)
    }
  }

  func restore(state: String, keys: [[UInt8]]) { seen.withLock { $0.all = Set(keys) } }

  func takeWarnings() -> [String] { [] }
}

/// Remembers what a run told.
final class RecordingObserver: RunObserver {
  private let events = Mutex<[RunEvent]>([])
  var all: [RunEvent] { events.withLock { $0 } }
  var warnings: [String] { all.compactMap { if case .warning(let text) = $0 { text } else { nil } } }
  var notes: [String] { all.compactMap { if case .note(let text) = $0 { text } else { nil } } }
  /// The lines of the records that were given up, as they were told.
  var deadLettered: [Int64] {
    all.compactMap { if case .deadLettered(let notice) = $0 { notice.letter.line } else { nil } }
  }
  func observe(_ event: RunEvent) { events.withLock { $0.append(event) } }
}

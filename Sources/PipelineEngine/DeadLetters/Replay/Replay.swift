public import PipelineModel

/// Sends dead letters of one operation on their way again, through the plan as it is now, into the same outputs.
///
/// A replay is a run whose source is the dead letters: it holds the operation's lock, and outputs, removed and returned
/// entries become valid with one checkpoint. Killed at any instant, it is undone back to its last checkpoint by the next
/// replay or run, so that every entry is applied once and marked once.
public final class Replay: Sendable {
  /// What a fix-up would change on one entry.
  public struct Change: Sendable, Equatable {
    /// The entry.
    public var messageID: String
    /// The field.
    public var field: String
    /// The value it has, as JSON.
    public var before: String
    /// The value it would get, as JSON.
    public var after: String
  }

  /// What a replay would do.
  public struct Preview: Sendable {
    /// Entries that would be taken up.
    public var entries = 0
    /// What the first of them would be changed to.
    public var changes: [Change] = []
    /// Entries that must wait for an earlier one with the same key (`sequence_by`).
    public var heldBack: Int64 = 0
    /// Entries that are left alone because they are damaged.
    public var damaged = DamagedEntries()
    /// The pipeline's other operations that have dead letters of this kind: those of other inputs.
    public var otherOperations: [String] = []
  }

  private let plan: Plan
  private let request: ReplayRequest
  private let run: Run

  /// A replay of what `request` selects.
  ///
  /// - Parameter marksCrashes: whether a crash of the process is marked, as in `RunOptions`.
  public init(
    plan: Plan, request: ReplayRequest, files: any FileSystem = PosixFileSystem(), observer: any RunObserver,
    marksCrashes: Bool = false
  ) {
    self.plan = plan
    self.request = request
    var options = RunOptions()
    options.marksCrashes = marksCrashes
    run = Run(plan: plan, options: options, files: files, observer: observer)
  }

  /// Asks the replay to stop after the entry it is at.
  public var stop: StopSignal { run.stop }

  /// The operation whose entries are replayed.
  public var operation: String { Run.operation(name: plan.name, files: plan.source?.files ?? []) }

  /// Undoes what a run or replay that was killed did beyond its last checkpoint, as `execute` does before it begins, so
  /// that `preview` sees the entries that will be there then.
  ///
  /// - Throws: `.refused` or `.inUse`.
  public func recover() throws(EngineProblem) {
    let state = try RunState.prepareReplay(run)
    defer { state.release() }
    try state.rewind()
  }

  /// How many entries are selected, and what the first of them would be changed to; changes nothing.
  ///
  /// - Throws: `.refused` when the selection, the condition or a fix-up doesn't fit.
  public func preview(limit: Int) throws(EngineProblem) -> Preview {
    var preview = Preview()
    guard let store = try StateLocation(name: plan.name, directory: plan.stateDirectory).store() else {
      return preview
    }
    defer { store.close() }
    let source = try source(DeadLetterStore(store: store))
    let bodies = Dictionary(
      (["source", "sinks"] + plan.stages.map(\.name)).compactMap { name in
        (try? Reentry(name, in: plan)).map { (name, plan.bodyEncoder($0.schema)) }
      }, uniquingKeysWith: { first, _ in first })
    var next = 0
    while let page = try source.page(from: next) {
      next = page.end
      for letter in page.letters where !source.leaves(letter) {
        if preview.entries < limit, !request.changes.isEmpty,
          let encoder = bodies[source.entryStage(of: letter)]
        {
          preview.changes += changes(letter, source, number: preview.entries, encoder)
        }
        preview.entries += 1
      }
    }
    if request.id == nil {
      preview.otherOperations = try DeadLetterStore(store: store).operations(request.selection).filter {
        $0 != operation
      }
    }
    (preview.heldBack, preview.damaged) = (source.tally.heldBack, source.tally.damaged)
    return preview
  }

  /// Replays.
  ///
  /// - Throws: `.refused` or `.inUse` before anything is done, else what made it fail; what it settled stays settled.
  public func execute() async throws(EngineProblem) -> ReplayResult {
    let state = try RunState.prepareReplay(run)
    defer { state.release() }
    // First, because a replay that was killed may have marked every entry as done without a checkpoint.
    try state.rewind()
    let source = try source(DeadLetterStore(store: state.store))
    var replayed = plan
    replayed.source = source
    let run = Run(replayed: replayed, as: run)
    try state.beginReplay()
    return try await run.replay(state, of: source)
  }

  private func source(_ letters: DeadLetterStore) throws(EngineProblem) -> ReplaySource {
    try ReplaySource(request, plan: plan, operation: operation, letters: letters, stop: run.stop)
  }

  private func changes(
    _ letter: DeadLetter, _ source: ReplaySource, number: Int, _ encoder: any RecordEncoder
  ) -> [Change] {
    let chunk = source.chunk(letter, sequence: number)
    defer { _ = source.takeEntry(of: number) }
    let batch = source.decode(chunk, width: plan.width)
    guard batch.rowCount == 1, batch.status(0) == .live else {
      let why = batch.failures.first?.failure.message ?? "it is no record"
      return [Change(messageID: letter.messageID, field: "", before: "", after: why)]
    }
    var output = OutputBuffer(capacity: 256)
    withUnsafePointer(to: UInt32(0)) {
      encoder.encode(UnsafeBufferPointer(start: $0, count: 1), of: batch, into: &output)
    }
    let after = JSONMembers(output.bytes.filter { $0 != UInt8(ascii: "\n") })
    let before = JSONMembers(letter.body.isEmpty ? [] : letter.body)
    return after.names.compactMap { name in
      let (old, new) = (before[name] ?? "", after[name] ?? "")
      return old == new ? nil : Change(messageID: letter.messageID, field: name, before: old, after: new)
    }
  }
}

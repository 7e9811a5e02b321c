import Dispatch
import FoundationEssentials
import PipelineModel
import Resilience
import Synchronization

/// The file `journal` of an operation: circuits and calls in flight, one JSON object a line.
///
/// A line is written when the thing happens, and survives the death of the process; whoever reads it stops at the
/// first line that is no entry, which is one that was being written. The file is rewritten when it has grown.
final class CallJournal: Sendable {
  private struct State {
    var journal = JournalState()
    var file: FileDescriptor?
    var bytes = 0
    var limit = CallJournal.limit
    var problem: FileProblem?
  }

  /// Entries that wait for the next sync, and who waits for them.
  private struct Waiting {
    var entries: [JournalEntry] = []
    var waiters: [CheckedContinuation<FileProblem?, Never>] = []
    var isSyncing = false
  }

  private static let limit = 1 << 20
  private let directory: String
  private let files: any FileSystem
  private let observer: any RunObserver
  private let state = Mutex(State())
  private let waiting = Mutex(Waiting())
  private let queue = DispatchQueue(label: "journal")

  /// The journal in an operation's folder; nothing is read or written yet.
  init(directory: String, files: any FileSystem, observer: any RunObserver) {
    self.directory = directory
    self.files = files
    self.observer = observer
  }

  deinit {
    state.withLock { state in
      if let file = state.file { files.close(file) }
    }
  }

  static func path(in directory: String) -> String { directory + "/journal" }

  /// Whether a journal knows of calls whose effects nobody else knows of.
  static func holdsEffects(in directory: String, _ files: any FileSystem) -> Bool {
    guard let bytes = try? files.contents(of: path(in: directory)) else { return false }
    return read(bytes).holdsEffects
  }

  private var path: String { CallJournal.path(in: directory) }

  /// What is known.
  var current: JournalState { state.withLock { $0.journal } }

  /// A call between two attempts; its key is asked for only if there is any.
  func call(_ key: () -> String) -> JournalState.Call? {
    state.withLock { $0.journal.calls.isEmpty ? nil : $0.journal.calls[key()] }
  }

  /// A call of a record that must not be made twice.
  func singleCall(_ call: String, of record: String) -> JournalState.SingleCall? {
    state.withLock { $0.journal.singleCalls[record]?[call] }
  }

  /// Reads what an earlier run left, unless the operation is new, and begins to write.
  func open(isFresh: Bool) throws(EngineProblem) {
    let result: Result<Void, FileProblem> = state.withLock { state in
      do throws(FileProblem) {
        if !isFresh, let bytes = try files.contents(of: path) { state.journal = Self.read(bytes) }
        try rewrite(&state)
        return .success(())
      } catch {
        return .failure(error)
      }
    }
    do throws(FileProblem) { try result.get() } catch { throw EngineProblem(error, about: path) }
  }

  /// Writes entries down; what is lost with them is repeated or undone needlessly, but never wrong.
  func append(_ entries: [JournalEntry]) {
    let (problem, isNew) = write(entries, isDurable: false)
    // Without it a restart forgets attempts and breaks: told, but no reason to stop.
    if let problem, isNew {
      observer.observe(.warning("the journal can't be written any more: " + problem.message(about: path)))
    }
  }

  /// Writes an entry down.
  func append(_ entry: JournalEntry) { append([entry]) }

  /// Writes entries down and waits until they would survive a loss of power as well; those of many calls share one
  /// sync.
  ///
  /// - Throws: `.failed`; what the entries say must not be done then, because nothing would be known of it.
  func commit(_ entries: [JournalEntry]) async throws(EngineProblem) {
    if entries.isEmpty { return }
    let problem: FileProblem? = await withCheckedContinuation { continuation in
      let mustStart = waiting.withLock { waiting in
        waiting.entries += entries
        waiting.waiters.append(continuation)
        defer { waiting.isSyncing = true }
        return !waiting.isSyncing
      }
      if mustStart { queue.async { self.sync() } }
    }
    guard let problem else { return }
    var failure = EngineProblem(problem, about: path)
    failure.help =
      "make room or mend the disk, and run the same command again: it goes on where this one stopped"
    throw failure
  }

  private func sync() {
    while true {
      let (entries, waiters) = waiting.withLock { waiting in
        defer { (waiting.entries, waiting.waiters) = ([], []) }
        if waiting.waiters.isEmpty { waiting.isSyncing = false }
        return (waiting.entries, waiting.waiters)
      }
      if waiters.isEmpty { return }
      let (problem, _) = write(entries, isDurable: true)
      for waiter in waiters { waiter.resume(returning: problem) }
    }
  }

  private func write(_ entries: [JournalEntry], isDurable: Bool) -> (FileProblem?, isNew: Bool) {
    if entries.isEmpty { return (nil, false) }
    let lines = entries.flatMap(Self.line)
    return state.withLock { state in
      for entry in entries { state.journal.apply(entry) }
      if let problem = state.problem { return (problem, false) }
      guard let file = state.file else { return (nil, false) }
      do throws(FileProblem) {
        try files.writeAll(lines, to: file)
        if isDurable { try files.sync(file) }
        state.bytes += lines.count
        if state.bytes > state.limit { try rewrite(&state) }
        return (nil, false)
      } catch {
        state.problem = error
        return (error, true)
      }
    }
  }

  /// Writes the fewest lines that say the same, beside the old file, and puts them in its place.
  private func rewrite(_ state: inout State) throws(FileProblem) {
    let temporary = path + ".tmp"
    let file = try files.open(temporary, .replace)
    do throws(FileProblem) {
      let bytes = state.journal.entries.flatMap(Self.line)
      if !bytes.isEmpty { try files.writeAll(bytes, to: file) }
      try files.sync(file)
      try files.rename(temporary, to: path)
      state.bytes = bytes.count
      state.limit = max(CallJournal.limit, 2 * bytes.count)
    } catch {
      files.close(file)
      throw error
    }
    if let old = state.file { files.close(old) }
    state.file = file
  }

  private static func line(_ entry: JournalEntry) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // An entry holds only strings and integers, which always encode.
    guard let data = try? encoder.encode(entry) else { preconditionFailure("an entry that can't be encoded") }
    return [UInt8](data) + [UInt8(ascii: "\n")]
  }

  private static func read(_ bytes: [UInt8]) -> JournalState {
    var journal = JournalState()
    let decoder = JSONDecoder()
    for line in bytes.split(separator: UInt8(ascii: "\n")) {
      guard let entry = try? decoder.decode(JournalEntry.self, from: Data(line)) else { break }
      journal.apply(entry)
    }
    return journal
  }
}

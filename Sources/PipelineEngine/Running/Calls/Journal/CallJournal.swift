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
    var hasFailed = false
  }

  private static let limit = 1 << 20
  private let directory: String
  private let files: any FileSystem
  private let observer: any RunObserver
  private let state = Mutex(State())

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

  private var path: String { CallJournal.path(in: directory) }

  /// What is known.
  var current: JournalState { state.withLock { $0.journal } }

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

  /// Writes entries down.
  ///
  /// - Parameter durable: waits until they would survive a loss of power as well.
  func append(_ entries: [JournalEntry], durable: Bool = false) {
    if entries.isEmpty { return }
    let problem: FileProblem? = state.withLock { state in
      for entry in entries { state.journal.apply(entry) }
      guard let file = state.file, !state.hasFailed else { return nil }
      do throws(FileProblem) {
        let lines = entries.flatMap(Self.line)
        try files.writeAll(lines, to: file)
        if durable { try files.sync(file) }
        state.bytes += lines.count
        if state.bytes > state.limit { try rewrite(&state) }
        return nil
      } catch {
        state.hasFailed = true
        return error
      }
    }
    // Without it a restart forgets attempts, breaks, and which records were being undone: told, but no reason to stop.
    if let problem {
      observer.observe(.warning("the journal can't be written any more: " + problem.message(about: path)))
    }
  }

  /// Writes an entry down.
  func append(_ entry: JournalEntry) { append([entry]) }

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

import FoundationEssentials
import PipelineModel

/// `crashes.jsonl` in an operation's folder: the crashes since its checkpoint, a line each; and beside it
/// `crashes-of-dead-letters.jsonl`: those of its replays and redeliveries, whose records have other places.
///
/// Only the crash handler writes it (see `CCrash`). It goes away when the records that may be to blame are settled.
struct CrashFile: Sendable {
  let path: String
  let files: any FileSystem

  /// - Parameters:
  ///   - directory: the operation's folder.
  ///   - isOfDeadLetters: whether the records at work are dead letters.
  init(directory: String, files: any FileSystem, isOfDeadLetters: Bool = false) {
    path = directory + (isOfDeadLetters ? "/crashes-of-dead-letters.jsonl" : "/crashes.jsonl")
    self.files = files
  }

  /// Forgets all crashes of an operation.
  static func removeAll(in directory: String, _ files: any FileSystem) throws(FileProblem) {
    for isOfDeadLetters in [false, true] {
      try files.remove(CrashFile(directory: directory, files: files, isOfDeadLetters: isOfDeadLetters).path)
    }
  }

  /// The crashes so far; what is no mark, such as half a line, is passed over.
  func load() throws(EngineProblem) -> CrashHistory {
    let bytes: [UInt8]?
    do throws(FileProblem) { bytes = try files.contents(of: path) } catch {
      throw EngineProblem(error, about: path)
    }
    var history = CrashHistory()
    guard let bytes else { return history }
    let decoder = JSONDecoder()
    for line in bytes.split(separator: UInt8(ascii: "\n")) {
      guard let mark = try? decoder.decode(CrashMark.self, from: Data(line)) else { continue }
      history.add(mark)
    }
    return history
  }

  /// Forgets the crashes.
  func remove() throws(EngineProblem) {
    do throws(FileProblem) { try files.remove(path) } catch { throw EngineProblem(error, about: path) }
  }
}

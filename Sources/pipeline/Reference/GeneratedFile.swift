import Glibc
import PipelineEngine
import PipelineModel

/// A generated file and the text it must have.
struct GeneratedFile {
  let name: String
  let text: String

  func write(into folder: String) throws(CommandProblem) {
    let path = folder + "/" + name
    let files = PosixFileSystem()
    do throws(FileProblem) { try files.makeDirectory(folder, isPrivate: false) } catch {
      throw CommandProblem(error.message(about: folder), exitCode: 1)
    }
    // These are files of the repository, with the user's own permissions and not those of state.
    guard let file = fopen(path, "w") else { throw failure("open", path) }
    let bytes = Array(text.utf8)
    let isWritten = fwrite(bytes, 1, bytes.count, file) == bytes.count
    if fclose(file) != 0 || !isWritten { throw failure("write", path) }
  }

  /// Whether the folder has exactly this text.
  func isCurrent(in folder: String) throws(CommandProblem) -> Bool {
    let path = folder + "/" + name
    guard let file = fopen(path, "r") else {
      if errno == ENOENT { return false }
      throw failure("open", path)
    }
    defer { fclose(file) }
    // One byte more than expected shows a file that goes on.
    var bytes = [UInt8](repeating: 0, count: text.utf8.count + 1)
    let count = fread(&bytes, 1, bytes.count, file)
    return bytes.prefix(count).elementsEqual(text.utf8)
  }

  private func failure(_ operation: String, _ path: String) -> CommandProblem {
    CommandProblem(
      FileProblem(operation: operation, path: path, code: errno).message(about: path), exitCode: 1)
  }
}

import Glibc
import PipelineEngine
import PipelineModel

/// A file that a command writes for people; it never replaces one that is there.
struct ExportFile {
  private let path: String
  private let file: FileDescriptor
  private let files = PosixFileSystem()

  init(_ path: String) throws(CommandProblem) {
    self.path = path
    do throws(FileProblem) { file = try files.open(path, .create) } catch {
      throw CommandProblem(
        error.isExisting ? "`\(path)` exists" : error.message(about: path),
        help: error.isExisting ? "choose another name, or remove it" : nil, exitCode: 1)
    }
  }

  func write(_ text: String) throws(CommandProblem) {
    var bytes = ArraySlice(Array(text.utf8))
    while !bytes.isEmpty {
      let result = bytes.withUnsafeBytes { buffer -> Result<Int, FileProblem> in
        do throws(FileProblem) { return .success(try files.write(buffer, to: file)) } catch {
          return .failure(error)
        }
      }
      do throws(FileProblem) { bytes = bytes.dropFirst(try result.get()) } catch {
        throw problem(error)
      }
    }
  }

  func close() throws(CommandProblem) {
    do throws(FileProblem) { try files.sync(file) } catch {
      throw problem(error)
    }
    files.close(file)
  }

  private func problem(_ error: FileProblem) -> CommandProblem {
    CommandProblem(
      error.message(about: path),
      help: error.isNoSpace
        ? "remove `\(path)`, free some space or choose another place, and export again" : nil,
      exitCode: 1)
  }
}

extension FileProblem {
  fileprivate var isExisting: Bool { code == EEXIST }
}

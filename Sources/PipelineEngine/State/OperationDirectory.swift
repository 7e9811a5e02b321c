import Glibc
public import PipelineModel

/// The folder of one operation: lock, checkpoints, journal.
///
/// The lock is `flock`, so that a process that dies gives it up, however it dies.
public struct OperationDirectory: Sendable {
  /// The folder.
  public let path: String
  /// Names the operation: the pipeline and its input.
  public let operation: String
  let files: any FileSystem

  /// The folder of `operation` below the pipeline's state directory.
  public init(state: String, operation: String, files: any FileSystem) {
    path = state + "/" + operation
    self.operation = operation
    self.files = files
  }

  /// The operation's checkpoints.
  public var checkpoints: CheckpointFile { CheckpointFile(directory: path, files: files) }

  var lockPath: String { path + "/lock" }

  /// Whether a run was ever here; a lock that somebody has deleted takes no checkpoint with it.
  var isUsed: Bool {
    [lockPath, checkpoints.path, checkpoints.previousPath].contains { path in
      (try? files.size(path)).flatMap { $0 } != nil
    }
  }

  /// Whether a run holds the lock now; touches nothing.
  public var isInUse: Bool {
    guard let file = try? files.open(lockPath, .read) else { return false }
    defer { files.close(file) }
    return (try? files.lock(file)) == false
  }

  /// Creates the folder and takes its lock.
  ///
  /// - Throws: `.inUse`, naming the process that holds it.
  func lock() throws(EngineProblem) -> OperationLock {
    do throws(FileProblem) {
      try files.makeDirectory(path, isPrivate: true)
      let file = try files.open(lockPath, .write)
      do throws(FileProblem) {
        if try take(file) {
          try files.truncate(file, to: 0)
          try files.seek(file, to: 0)
          try files.writeAll(Array("process \(processID())".utf8), to: file)
          return OperationLock(file: file, files: files)
        }
        files.close(file)
      } catch {
        files.close(file)
        throw error
      }
    } catch {
      if error.isNoSpace { throw EngineProblem(error, about: lockPath) }
      throw EngineProblem(
        .refused, "the state directory can't be used: " + error.message(about: lockPath),
        help: "make `\(path)` writable, or keep the state elsewhere with `--state-dir DIR`")
    }
    throw EngineProblem(
      .inUse, "`\(path)` is in use by \(holder ?? "another run")",
      help: "wait for it to end; the lock goes with the process that holds it, no unlock command is needed")
  }

  /// Tries for three tenths of a second: a child process that a dying holder was just starting holds the lock, too, from
  /// its fork to its exec.
  private func take(_ file: FileDescriptor) throws(FileProblem) -> Bool {
    for _ in 0..<30 {
      if try files.lock(file) { return true }
      usleep(10_000)
    }
    return false
  }

  private var holder: String? {
    guard let bytes = try? files.contents(of: lockPath), !bytes.isEmpty else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// The lock on an operation, held until it is released or the process ends.
struct OperationLock: Sendable {
  let file: FileDescriptor
  let files: any FileSystem

  func release() { files.close(file) }
}

import Glibc
import PipelineModel

/// One sink's file: appended to in order, cut back to the checkpoint on resume, published at the end.
///
/// Used by one thread at a time, except `sync`, which may run beside `append`.
final class OutputFile {
  let plan: SinkFile
  private let files: any FileSystem
  private let file: FileDescriptor
  private var digest: RollingDigest
  private var gzip: GzipMember?
  /// Bytes of the file.
  private(set) var bytes: Int64

  /// Opens the file at the state a checkpoint recorded, or anew.
  ///
  /// - Throws: `.refused` if the file is shorter than recorded, or its bytes are not the recorded ones.
  init(
    _ plan: SinkFile, sink: String, recorded: Checkpoint.Sink?, files: any FileSystem
  ) throws(EngineProblem) {
    self.plan = plan
    self.files = files
    let path = plan.workingPath
    var digest = RollingDigest()
    let length = recorded?.bytes ?? 0
    do throws(FileProblem) {
      if let directory = path.lastIndex(of: "/"), directory > path.startIndex {
        try files.makeDirectory(String(path[..<directory]), isPrivate: false)
      }
      let size = try files.size(path)
      let found = try size == nil ? 0 : files.forEachPiece(of: path, count: length) { digest.update($0) }
      if found < length || (recorded.map { $0.digest != digest.digest.description } ?? false) {
        throw FileProblem(operation: "", path: path, code: found < length ? -1 : -2)
      }
      file = try files.open(path, .write)
      if let size, size > length { try files.truncate(file, to: length) }
      try files.seek(file, to: length)
    } catch {
      switch error.code {
      case -1:
        throw EngineProblem(
          .refused,
          "the output `\(path)` of sink `\(sink)` is missing or shorter than the checkpoint says"
            + " (\(length) bytes)",
          help: "restore the file, or begin anew with `--restart`, which writes it again")
      case -2:
        throw EngineProblem(
          .refused,
          "the output `\(path)` of sink `\(sink)` was changed after the checkpoint: its first \(length) bytes"
            + " have another digest",
          help: "restore the file, or begin anew with `--restart`, which writes it again")
      default: throw EngineProblem(error, about: path)
      }
    }
    self.digest = digest
    bytes = length
    gzip = plan.isCompressed ? GzipMember() : nil
  }

  deinit { files.close(file) }

  /// Writes what stands before the first record, in a file that is empty.
  func begin(_ preamble: [UInt8]) throws(EngineProblem) {
    // Array's buffer call can't throw a typed error, so the error travels as a value.
    let result = preamble.withUnsafeBytes { bytes -> Result<Void, FileProblem> in
      do throws(FileProblem) { return .success(try append(bytes)) } catch { return .failure(error) }
    }
    do throws(FileProblem) { try result.get() } catch { throw EngineProblem(error, about: plan.workingPath) }
  }

  /// Appends bytes.
  func append(_ bytes: UnsafeRawBufferPointer) throws(FileProblem) {
    if gzip == nil {
      try put(bytes)
    } else {
      try gzip?.append(bytes) { piece throws(FileProblem) in try self.put(piece) }
    }
  }

  /// Ends what must not be cut in the middle; the file may be cut here from now on.
  func closeMember() throws(FileProblem) {
    try gzip?.end { piece throws(FileProblem) in try self.put(piece) }
  }

  /// The digest of everything so far.
  var digestText: String { digest.digest.description }

  /// Makes everything appended so far durable.
  func sync() throws(FileProblem) { try files.sync(file) }

  /// Looks after the file of an operation that was completed: publishes it if the process died just before
  /// that, and makes a working copy if the operation goes on.
  static func settleCompleted(
    _ sink: PlannedSink, _ recorded: Checkpoint.Sink, isReopened: Bool, files: any FileSystem
  ) throws(EngineProblem) {
    guard case .file(let file) = sink.destination else { return }
    do throws(FileProblem) {
      if file.isPublishedAtEnd, try files.size(file.workingPath) == recorded.bytes, !isReopened {
        try files.rename(file.workingPath, to: file.path)
      }
      let path = try files.size(file.path) == nil ? file.workingPath : file.path
      guard let size = try files.size(path), size >= recorded.bytes else {
        throw FileProblem(operation: "find", path: path, code: ENOENT)
      }
      if file.isPublishedAtEnd, isReopened, path == file.path {
        let copy = try files.open(file.workingPath, .replace)
        defer { files.close(copy) }
        var failure: FileProblem?
        _ = try files.forEachPiece(of: path, count: recorded.bytes) { piece in
          do throws(FileProblem) { try files.writeAll(piece, to: copy) } catch { failure = error }
        }
        if let failure { throw failure }
        try files.sync(copy)
      }
    } catch {
      if error.code == ENOENT {
        throw EngineProblem(
          .refused,
          "the output `\(file.path)` of sink `\(sink.name)` is missing or shorter than the checkpoint says"
            + " (\(recorded.bytes) bytes)",
          help: "restore the file, or begin anew with `--restart`, which writes it again")
      }
      throw EngineProblem(error, about: file.path)
    }
  }

  /// Gives the file its own name.
  func publish() throws(FileProblem) {
    if plan.isPublishedAtEnd { try files.rename(plan.workingPath, to: plan.path) }
  }

  private func put(_ piece: UnsafeRawBufferPointer) throws(FileProblem) {
    do throws(FileProblem) {
      try files.writeAll(piece, to: file)
    } catch {
      throw FileProblem(operation: error.operation, path: plan.workingPath, code: error.code)
    }
    digest.update(piece)
    bytes += Int64(piece.count)
  }
}

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
        try files.makeDirectory(String(path[..<directory]))
      }
      let size = try files.size(path)
      let found = try size == nil ? 0 : files.forEachPiece(of: path, count: length) { digest.update($0) }
      if found < length || (recorded.map { $0.digest != digest.text() } ?? false) {
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
  var digestText: String { digest.text() }

  /// Makes everything appended so far durable.
  func sync() throws(FileProblem) { try files.sync(file) }

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

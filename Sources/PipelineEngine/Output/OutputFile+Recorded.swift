import PipelineModel

/// How an output that a checkpoint knows is found again.
extension OutputFile {
  /// Finds the working file as the checkpoint recorded it; returns the digest to go on from.
  ///
  /// If the operation was completed, and then its newest checkpoint was lost, the file already has its own name; a
  /// copy of it becomes the working file.
  ///
  /// - Throws: `.refused` if the file is shorter than recorded, or its bytes are not the recorded ones.
  static func reopen(
    _ plan: SinkFile, _ recorded: Checkpoint.Sink?, _ files: any FileSystem
  ) throws(EngineProblem) -> RollingDigest {
    let path = plan.workingPath
    do throws(FileProblem) {
      try files.makeDirectory(files.directory(of: path), isPrivate: false)
      if let recorded, recorded.bytes > 0, plan.isPublishedAtEnd, try files.size(path) == nil,
        try files.size(plan.path) ?? 0 >= recorded.bytes
      {
        try files.copy(plan.path, to: path, count: recorded.bytes)
      }
    } catch {
      throw EngineProblem(error, about: path)
    }
    guard let recorded else { return RollingDigest() }
    return try verify(recorded, at: path, files)
  }

  /// Looks after the file of an operation that was completed: publishes it if the process died just before that, and
  /// makes a working copy if the operation goes on.
  ///
  /// - Throws: as `reopen` does.
  static func settleCompleted(
    _ sink: PlannedSink, _ recorded: Checkpoint.Sink, isReopened: Bool, files: any FileSystem
  ) throws(EngineProblem) {
    guard case .file(let file) = sink.destination else { return }
    let isUnpublished: Bool
    do throws(FileProblem) {
      let size = try files.size(file.workingPath)
      isUnpublished = file.isPublishedAtEnd && size ?? -1 >= recorded.bytes
    } catch {
      throw EngineProblem(error, about: file.workingPath)
    }
    let path = isUnpublished ? file.workingPath : file.path
    _ = try verify(recorded, at: path, files)
    do throws(FileProblem) {
      if isUnpublished, !isReopened {
        try files.rename(path, to: file.path)
        try files.syncDirectory(files.directory(of: path))
      } else if file.isPublishedAtEnd, !isUnpublished, isReopened {
        try files.copy(path, to: file.workingPath, count: recorded.bytes)
      }
    } catch {
      throw EngineProblem(error, about: file.path)
    }
  }

  /// The digest of the recorded bytes of a file, if they are still the ones that were recorded.
  private static func verify(
    _ recorded: Checkpoint.Sink, at path: String, _ files: any FileSystem
  ) throws(EngineProblem) -> RollingDigest {
    var digest = RollingDigest()
    if recorded.bytes == 0 { return digest }
    let size: Int64?
    do throws(FileProblem) {
      size = try files.size(path)
      if let size, size >= recorded.bytes {
        _ = try files.forEachPiece(of: path, count: recorded.bytes) { digest.update($0) }
      }
    } catch {
      throw EngineProblem(error, about: path)
    }
    let help = "restore the file, or begin anew with `--restart`, which writes it again"
    guard let size, size >= recorded.bytes else {
      throw EngineProblem(
        .refused,
        "the output `\(path)` of sink `\(recorded.name)` does not have the bytes that the checkpoint says: expected"
          + " \(recorded.bytes), found \(size.map { "\($0)" } ?? "no file")", help: help)
    }
    if digest.digest.description != recorded.digest {
      throw EngineProblem(
        .refused,
        "the output `\(path)` of sink `\(recorded.name)` was changed after the checkpoint: expected digest"
          + " \(recorded.digest) of its first \(recorded.bytes) bytes, found \(digest.digest)", help: help)
    }
    return digest
  }
}

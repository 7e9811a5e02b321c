import Glibc
import PipelineModel

/// One sink's file: appended to in order, cut back to the checkpoint on resume, published at the end.
///
/// Used by one thread at a time, except `startWriting` and `sync`, which may run beside `append`.
final class OutputFile {
  let plan: SinkFile
  private let files: any FileSystem
  private let file: FileDescriptor
  private var digest: RollingDigest
  private var gzip: GzipMember?
  private var queue = WriteQueue()
  /// Bytes of the file, those that wait to be written included.
  private(set) var bytes: Int64
  /// Bytes that the disk was asked to begin with.
  private var started: Int64

  /// Opens the file at the state a checkpoint recorded, or anew.
  ///
  /// - Throws: `.refused` if the file is shorter than recorded, or its bytes are not the recorded ones.
  init(
    _ plan: SinkFile, recorded: Checkpoint.Sink?, files: any FileSystem
  ) throws(EngineProblem) {
    self.plan = plan
    self.files = files
    let path = plan.workingPath
    let length = recorded?.bytes ?? 0
    digest = try OutputFile.reopen(plan, recorded, files)
    do throws(FileProblem) {
      let size = try files.size(path)
      file = try files.open(path, .write)
      // A name that is not durable would be missing after a power failure, for all that the file was synced.
      if size == nil { try files.syncDirectory(files.directory(of: path)) }
      if let size, size > length { try files.truncate(file, to: length) }
      try files.seek(file, to: length)
    } catch {
      throw EngineProblem(error, about: path)
    }
    bytes = length
    started = length
    gzip = plan.isCompressed ? GzipMember() : nil
  }

  deinit { files.close(file) }

  /// Writes what stands before the first record, in a file that is empty.
  func begin(_ preamble: [UInt8]) throws(EngineProblem) {
    let output = EncodedOutput()
    preamble.withUnsafeBufferPointer { output.buffer.append($0) }
    do throws(FileProblem) { try append(output) } catch {
      throw EngineProblem(error, about: plan.workingPath)
    }
  }

  /// Appends bytes; some of them wait for more to come, until `flush`.
  func append(_ output: EncodedOutput) throws(FileProblem) {
    if gzip == nil {
      queue.append(output)
      note(output.buffer.bytes)
      try write(queue.wholeBlocks(behind: bytes - queue.count))
    } else {
      try gzip?.append(output.buffer.bytes) { piece throws(FileProblem) in try self.put(piece) }
    }
  }

  /// Writes what waits and ends what must not be cut in the middle; the file may be cut here from now on.
  func flush() throws(FileProblem) {
    try gzip?.end { piece throws(FileProblem) in try self.put(piece) }
    try write(queue.count)
  }

  /// The digest of everything so far.
  var digestText: String { digest.digest.description }

  /// What was written since the last call, for `startWriting`; nil until it is worth a call.
  func takeUnstarted() -> Range<Int64>? {
    let end = bytes - queue.count
    if end - started < Self.startedBytes { return nil }
    defer { started = end }
    return started..<end
  }

  private static let startedBytes: Int64 = 8 << 20

  /// Has the disk begin with a range, so that `sync` waits for the end of it only.
  func startWriting(_ range: Range<Int64>) { files.startWriting(range, of: file) }

  /// Makes the file durable, which has `length` bytes or more.
  ///
  /// Of a large file only the end stays in the page cache, so that a run that writes more than the memory holds
  /// neither pushes everything else out of it nor pays for memory that nobody has used yet.
  func sync(length: Int64) throws(FileProblem) {
    try files.sync(file)
    if length > Self.cachedBytes { files.forget(file, before: length - Self.cachedBytes) }
  }

  private static let cachedBytes: Int64 = 256 << 20

  /// Gives the file its own name.
  func publish() throws(FileProblem) {
    if !plan.isPublishedAtEnd { return }
    try files.rename(plan.workingPath, to: plan.path)
    try files.syncDirectory(files.directory(of: plan.path))
  }

  private func put(_ piece: UnsafeRawBufferPointer) throws(FileProblem) {
    do throws(FileProblem) { try files.writeAll(piece, to: file) } catch { throw naming(error) }
    note(piece)
  }

  /// Writes the first `count` bytes that wait.
  private func write(_ count: Int64) throws(FileProblem) {
    var left = count
    while left > 0 {
      let written: Int
      do throws(FileProblem) { written = try files.write(queue.first(left), to: file) } catch {
        throw naming(error)
      }
      if written == 0 { throw FileProblem(operation: "write", path: plan.workingPath, code: ENOSPC) }
      queue.removeFirst(Int64(written))
      left -= Int64(written)
    }
  }

  private func note(_ piece: UnsafeRawBufferPointer) {
    digest.update(piece)
    bytes += Int64(piece.count)
  }

  private func naming(_ problem: FileProblem) -> FileProblem {
    FileProblem(operation: problem.operation, path: plan.workingPath, code: problem.code)
  }
}

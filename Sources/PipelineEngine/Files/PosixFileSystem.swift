import CFiles
import Glibc
public import PipelineModel

/// The real file system.
public struct PosixFileSystem: FileSystem {
  /// The real file system.
  public init() {}

  /// Opens with mode 0600.
  public func open(_ path: String, _ mode: FileMode) throws(FileProblem) -> FileDescriptor {
    let flags: Int32 =
      switch mode {
      case .read: O_RDONLY
      case .write: O_RDWR | O_CREAT
      case .create: O_RDWR | O_CREAT | O_EXCL
      case .replace: O_RDWR | O_CREAT | O_TRUNC
      }
    return FileDescriptor(try call("open", path) { Glibc.open(path, flags | O_CLOEXEC, 0o600) })
  }

  /// Closes.
  public func close(_ file: FileDescriptor) { _ = Glibc.close(file.number) }

  /// One `write(2)`.
  public func write(_ bytes: UnsafeRawBufferPointer, to file: FileDescriptor) throws(FileProblem) -> Int {
    try call("write", "") { Glibc.write(file.number, bytes.baseAddress, bytes.count) }
  }

  /// One `writev(2)`, which takes 1024 pieces at most.
  public func write(_ pieces: [UnsafeRawBufferPointer], to file: FileDescriptor) throws(FileProblem) -> Int {
    let pieces = pieces.prefix(1024).map {
      iovec(iov_base: UnsafeMutableRawPointer(mutating: $0.baseAddress), iov_len: $0.count)
    }
    return try call("write", "") { writev(file.number, pieces, Int32(pieces.count)) }
  }

  /// One `pread(2)`.
  public func read(
    into bytes: UnsafeMutableRawBufferPointer, from file: FileDescriptor, at offset: Int64
  ) throws(FileProblem) -> Int {
    try call("read", "") { pread(file.number, bytes.baseAddress, bytes.count, off_t(offset)) }
  }

  /// One `sync_file_range(2)` that waits for nothing. It takes no error from the `sync` that follows.
  public func startWriting(_ bytes: Range<Int64>, of file: FileDescriptor) {
    cfiles_start_writing(file.number, bytes.lowerBound, Int64(bytes.count))
  }

  /// One `fdatasync(2)`, never repeated.
  public func sync(_ file: FileDescriptor) throws(FileProblem) {
    try once("sync", "") { fdatasync(file.number) }
  }

  /// One `posix_fadvise(2)`.
  public func forget(_ file: FileDescriptor, before offset: Int64) {
    posix_fadvise(file.number, 0, off_t(offset), POSIX_FADV_DONTNEED)
  }

  /// One `fsync(2)` of the directory.
  public func syncDirectory(_ path: String) throws(FileProblem) {
    let directory = try call("open", path) { Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
    defer { _ = Glibc.close(directory) }
    try once("sync", path) { fsync(directory) }
  }

  /// One `ftruncate(2)`.
  public func truncate(_ file: FileDescriptor, to length: Int64) throws(FileProblem) {
    _ = try call("truncate", "") { ftruncate(file.number, off_t(length)) }
  }

  /// One `lseek(2)`.
  public func seek(_ file: FileDescriptor, to offset: Int64) throws(FileProblem) {
    _ = try call("seek", "") { lseek(file.number, off_t(offset), SEEK_SET) }
  }

  /// One `stat(2)`.
  public func size(_ path: String) throws(FileProblem) -> Int64? {
    var info = stat()
    if stat(path, &info) == 0 { return Int64(info.st_size) }
    if errno == ENOENT || errno == ENOTDIR { return nil }
    throw FileProblem(operation: "stat", path: path, code: errno)
  }

  /// One `rename(2)`.
  public func rename(_ from: String, to: String) throws(FileProblem) {
    _ = try call("rename", to) { Glibc.rename(from, to) }
  }

  /// One `unlink(2)`.
  public func remove(_ path: String) throws(FileProblem) {
    if unlink(path) != 0, errno != ENOENT { throw FileProblem(operation: "remove", path: path, code: errno) }
  }

  /// One `mkdir(2)` a component, with mode 0700 if it is private.
  public func makeDirectory(_ path: String, isPrivate: Bool) throws(FileProblem) {
    var prefix = path.hasPrefix("/") ? "/" : ""
    for part in path.split(separator: "/") {
      prefix += part
      if mkdir(prefix, isPrivate ? 0o700 : 0o777) == 0 {
        // Else the new directory, and what is synced in it, might be missing after a power failure.
        try syncDirectory(directory(of: prefix))
      } else if errno != EEXIST {
        let code = errno
        var info = stat()
        if stat(prefix, &info) != 0 {
          throw FileProblem(operation: "create the directory", path: prefix, code: code)
        }
      }
      prefix += "/"
    }
  }

  /// One `flock(2)` that does not wait.
  public func lock(_ file: FileDescriptor) throws(FileProblem) -> Bool {
    while flock(file.number, LOCK_EX | LOCK_NB) != 0 {
      if errno == EWOULDBLOCK { return false }
      if errno != EINTR { throw FileProblem(operation: "lock", path: "", code: errno) }
    }
    return true
  }

  /// Nothing: only tests stop here.
  public func willCommitStore() throws(FileProblem) {}

  /// Calls again when a signal interrupts; throws for any other error.
  private func call<N: SignedInteger>(
    _ operation: String, _ path: String, _ body: () -> N
  ) throws(FileProblem) -> N {
    while true {
      let result = body()
      if result >= 0 { return result }
      if errno != EINTR { throw FileProblem(operation: operation, path: path, code: errno) }
    }
  }

  /// Never calls again: after a failed sync the kernel may have dropped the dirty pages, so that a second sync
  /// would report a success that isn't one.
  private func once(_ operation: String, _ path: String, _ body: () -> Int32) throws(FileProblem) {
    if body() != 0 { throw FileProblem(operation: operation, path: path, code: errno) }
  }
}

/// Every file operation of the engine, so that tests can make the Nth one fail or stop the process there.
///
/// Each call is one system call. Offsets and lengths are bytes. Implementations are safe for several threads.
public protocol FileSystem: Sendable {
  /// Opens a file.
  func open(_ path: String, _ mode: FileMode) throws(FileProblem) -> FileDescriptor
  /// Closes a file; errors are of no use by then and are ignored.
  func close(_ file: FileDescriptor)
  /// Appends or writes at the file's position; may write fewer bytes than asked.
  func write(_ bytes: UnsafeRawBufferPointer, to file: FileDescriptor) throws(FileProblem) -> Int
  /// Writes pieces one behind the other at the file's position; may write fewer bytes than they have.
  func write(_ pieces: [UnsafeRawBufferPointer], to file: FileDescriptor) throws(FileProblem) -> Int
  /// Reads at an offset; 0 at the end.
  func read(
    into bytes: UnsafeMutableRawBufferPointer, from file: FileDescriptor, at offset: Int64
  ) throws(FileProblem) -> Int
  /// Has the disk begin with bytes that were written, so that `sync` has less to wait for; only a hint.
  func startWriting(_ bytes: Range<Int64>, of file: FileDescriptor)
  /// Makes the file's data durable.
  func sync(_ file: FileDescriptor) throws(FileProblem)
  /// Lets the kernel use the memory for other things in which it keeps what stands before an offset; only a hint.
  func forget(_ file: FileDescriptor, before offset: Int64)
  /// Makes the names in a directory durable.
  func syncDirectory(_ path: String) throws(FileProblem)
  /// Cuts or extends the file.
  func truncate(_ file: FileDescriptor, to length: Int64) throws(FileProblem)
  /// Moves the file's write position to `offset`.
  func seek(_ file: FileDescriptor, to offset: Int64) throws(FileProblem)
  /// The file's length, or nil if there is none of that name.
  func size(_ path: String) throws(FileProblem) -> Int64?
  /// Renames a file, replacing what stood there.
  func rename(_ from: String, to: String) throws(FileProblem)
  /// Removes a file; no error if there is none.
  func remove(_ path: String) throws(FileProblem)
  /// Creates a directory and those above it, as far as they are missing; private ones are the user's alone.
  func makeDirectory(_ path: String, isPrivate: Bool) throws(FileProblem)
  /// Tries to take the exclusive advisory lock; false if another process holds it.
  func lock(_ file: FileDescriptor) throws(FileProblem) -> Bool
  /// Announces a commit of the state store, which writes its own files.
  func willCommitStore() throws(FileProblem)
}

extension FileSystem {
  /// Nothing.
  public func startWriting(_ bytes: Range<Int64>, of file: FileDescriptor) {}

  /// Nothing.
  public func forget(_ file: FileDescriptor, before offset: Int64) {}

  /// Writes the first piece.
  public func write(_ pieces: [UnsafeRawBufferPointer], to file: FileDescriptor) throws(FileProblem) -> Int {
    try pieces.first.map { piece throws(FileProblem) in try write(piece, to: file) } ?? 0
  }
}

/// An open file.
public struct FileDescriptor: Sendable, Equatable {
  /// The system's number.
  public var number: Int32

  /// Names an open file.
  public init(_ number: Int32) { self.number = number }
}

/// How a file is opened; files are created with mode 0600.
public enum FileMode: Sendable {
  /// For reading; it must exist.
  case read
  /// For writing at a position; created if missing, kept as it is otherwise.
  case write
  /// For writing; it must not exist.
  case create
  /// For writing; emptied if it exists.
  case replace
}

/// A file operation that failed.
public struct FileProblem: Error, Sendable, Equatable {
  /// What was tried, such as `write`.
  public var operation: String
  /// On which file.
  public var path: String
  /// The system's error number.
  public var code: Int32

  /// A problem from its parts.
  public init(operation: String, path: String, code: Int32) {
    self.operation = operation
    self.path = path
    self.code = code
  }
}

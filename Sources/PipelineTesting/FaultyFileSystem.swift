public import PipelineModel
import Synchronization

/// A file system that fails on demand: at its Nth changing operation, in a chosen way.
///
/// Reads are not counted. After a `.stop` every later operation fails, as if the process had died there; what was
/// done before stays done.
public final class FaultyFileSystem: FileSystem {
  /// What happens at the chosen operation.
  public enum Fault: String, Sendable {
    /// It fails with this error, once.
    case noSpace
    /// It fails with EIO, once.
    case ioError
    /// It fails with EROFS, once: the file system is read-only.
    case readOnly
    /// It fails with ENOLCK, once: the file system has no locks.
    case noLocks
    /// A write writes half of its bytes; other operations are not touched.
    case shortWrite
    /// Nothing happens any more from here on.
    case stop
    /// A write writes half of its bytes, and nothing happens any more from here on.
    case tornWrite
  }

  private struct State {
    var count = 0
    var matches = 0
    var isStopped = false
    var log: [String] = []
  }

  private let real: any FileSystem
  private let state = Mutex(State())
  private let faultAt: Int?
  private let place: (text: String, occurrence: Int)?
  private let fault: Fault

  /// Passes everything on to `real`, except the changing operation number `faultAt` (from 1).
  public init(_ real: any FileSystem, faultAt: Int? = nil, fault: Fault = .stop) {
    self.real = real
    self.faultAt = faultAt
    place = nil
    self.fault = fault
  }

  /// Passes everything on to `real`, except the changing operation whose entry in the log contains `text`, counted
  /// from 1 among those that do.
  public init(_ real: any FileSystem, at text: String, occurrence: Int = 1, fault: Fault = .stop) {
    self.real = real
    faultAt = nil
    place = (text, occurrence)
    self.fault = fault
  }

  /// How many changing operations there were.
  public var count: Int { state.withLock { $0.count } }
  /// What they were.
  public var log: [String] { state.withLock { $0.log } }
  /// Whether the fault came.
  public var isStopped: Bool { state.withLock { $0.isStopped } }

  private enum Decision {
    case pass
    case half
    case fail(Int32)
  }

  private func decide(_ operation: String, _ path: String) -> Decision {
    state.withLock { state in
      if state.isStopped { return .fail(5) }
      state.count += 1
      let entry = "\(operation) \(path)"
      state.log.append(entry)
      if let place, entry.contains(place.text) { state.matches += 1 }
      guard isPlace(entry, state) else { return .pass }
      switch fault {
      case .noSpace: return .fail(28)
      case .ioError: return .fail(5)
      case .readOnly: return .fail(30)
      case .noLocks: return .fail(37)
      case .shortWrite: return operation == "write" ? .half : .pass
      case .stop:
        state.isStopped = true
        return .fail(5)
      case .tornWrite:
        state.isStopped = true
        return operation == "write" ? .half : .fail(5)
      }
    }
  }

  private func isPlace(_ entry: String, _ state: State) -> Bool {
    guard let place else { return state.count == faultAt }
    return entry.contains(place.text) && state.matches == place.occurrence
  }

  private func check(_ operation: String, _ path: String = "") throws(FileProblem) {
    if case .fail(let code) = decide(operation, path) {
      throw FileProblem(operation: operation, path: path, code: code)
    }
  }

  /// Counts unless it opens for reading.
  public func open(_ path: String, _ mode: FileMode) throws(FileProblem) -> FileDescriptor {
    if case .read = mode {} else { try check("open", path) }
    return try real.open(path, mode)
  }

  /// Never fails.
  public func close(_ file: FileDescriptor) { real.close(file) }

  /// Counts.
  public func write(_ bytes: UnsafeRawBufferPointer, to file: FileDescriptor) throws(FileProblem) -> Int {
    switch decide("write", "") {
    case .pass: return try real.write(bytes, to: file)
    case .half: return try real.write(UnsafeRawBufferPointer(rebasing: bytes[..<(bytes.count / 2)]), to: file)
    case .fail(let code): throw FileProblem(operation: "write", path: "", code: code)
    }
  }

  /// Passes on.
  public func read(
    into bytes: UnsafeMutableRawBufferPointer, from file: FileDescriptor, at offset: Int64
  ) throws(FileProblem) -> Int {
    try real.read(into: bytes, from: file, at: offset)
  }

  /// Counts.
  public func sync(_ file: FileDescriptor) throws(FileProblem) {
    try check("sync")
    try real.sync(file)
  }

  /// Counts.
  public func syncDirectory(_ path: String) throws(FileProblem) {
    try check("syncDirectory", path)
    try real.syncDirectory(path)
  }

  /// Counts.
  public func truncate(_ file: FileDescriptor, to length: Int64) throws(FileProblem) {
    try check("truncate")
    try real.truncate(file, to: length)
  }

  /// Passes on.
  public func seek(_ file: FileDescriptor, to offset: Int64) throws(FileProblem) {
    try real.seek(file, to: offset)
  }

  /// Passes on.
  public func size(_ path: String) throws(FileProblem) -> Int64? { try real.size(path) }

  /// Counts.
  public func rename(_ from: String, to: String) throws(FileProblem) {
    try check("rename", to)
    try real.rename(from, to: to)
  }

  /// Counts.
  public func remove(_ path: String) throws(FileProblem) {
    try check("remove", path)
    try real.remove(path)
  }

  /// Counts.
  public func makeDirectory(_ path: String, isPrivate: Bool) throws(FileProblem) {
    try check("makeDirectory", path)
    try real.makeDirectory(path, isPrivate: isPrivate)
  }

  /// Counts.
  public func lock(_ file: FileDescriptor) throws(FileProblem) -> Bool {
    try check("lock")
    return try real.lock(file)
  }

  /// Counts.
  public func willCommitStore() throws(FileProblem) {
    try check("commit")
    try real.willCommitStore()
  }
}

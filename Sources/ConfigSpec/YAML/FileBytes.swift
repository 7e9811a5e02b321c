#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Reads a small file from disk.
enum FileBytes {
  struct Problem: Error {
    var message: String
    var help: String?
  }

  /// The bytes of the file; a file over the limit is refused without being read.
  static func read(path: String, limit: Int) -> Result<[UInt8], Problem> {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return .failure(problem(path, errno)) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return .failure(problem(path, errno)) }
    switch status.st_mode & S_IFMT {
    case S_IFREG: break
    case S_IFDIR: return .failure(Problem(message: "`\(path)` is a directory", help: "name a file in it"))
    default: return .failure(Problem(message: "`\(path)` is not an ordinary file", help: nil))
    }
    let size = Int(status.st_size)
    guard size <= limit else {
      return .failure(
        Problem(
          message: "the file has \(size) bytes; a configuration file has at most \(limit)",
          help: "is this a data file? data belongs into a source's `path`"))
    }
    var bytes: [UInt8] = []
    while bytes.count <= limit {
      var failure: Int32 = 0
      let chunk = [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, count in
        let received = Self.read(descriptor, into: buffer)
        if received < 0 { failure = errno }
        count = max(0, received)
      }
      if failure != 0 { return .failure(problem(path, failure)) }
      if chunk.isEmpty { break }
      bytes += chunk
    }
    return .success(bytes)
  }

  private static func read(_ descriptor: Int32, into buffer: UnsafeMutableBufferPointer<UInt8>) -> Int {
    while true {
      #if canImport(Glibc)
        let received = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
      #elseif canImport(Musl)
        let received = Musl.read(descriptor, buffer.baseAddress, buffer.count)
      #else
        let received = Darwin.read(descriptor, buffer.baseAddress, buffer.count)
      #endif
      if received < 0, errno == EINTR { continue }
      return received
    }
  }

  private static func problem(_ path: String, _ code: Int32) -> Problem {
    switch code {
    case ENOENT: Problem(message: "`\(path)` does not exist", help: nil)
    case EACCES: Problem(message: "`\(path)` may not be read by this user", help: "check its permissions")
    default: Problem(message: "`\(path)` can't be read: \(String(cString: strerror(code)))", help: nil)
    }
  }
}

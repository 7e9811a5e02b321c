import Glibc
import PipelineModel

/// The bytes of a file or of the standard input as they are stored.
final class FileStream: ByteStream {
  /// The path as the user wrote it, for messages.
  let path: String
  /// The size, if it is a regular file.
  let size: Int64?
  /// Bytes handed out so far.
  private(set) var bytesRead: Int64 = 0
  private let descriptor: Int32
  private var head: [UInt8] = []

  init(path: String) throws(SourceProblem) {
    self.path = path
    if path == "-" {
      descriptor = STDIN_FILENO
    } else {
      var opened: Int32
      repeat { opened = open(path, O_RDONLY | O_CLOEXEC) } while opened < 0 && errno == EINTR
      guard opened >= 0 else {
        let code = errno
        let reason = FileStream.message(code)
        throw code == ENOENT
          ? SourceProblem(
            .missing, "`\(path)` does not exist; check the path, which is relative to the pipeline file")
          : SourceProblem(.unreadable, "\(InputPaths.shown(path)) can't be opened: \(reason)")
      }
      descriptor = opened
    }
    var status = stat()
    let isKnown = fstat(descriptor, &status) == 0
    if isKnown && status.st_mode & S_IFMT == S_IFDIR {
      close(descriptor)
      throw SourceProblem(
        .unreadable, "`\(path)` is a directory; name the files in it, for example `\(path)/*`")
    }
    size = isKnown && status.st_mode & S_IFMT == S_IFREG ? Int64(status.st_size) : nil
  }

  deinit { if path != "-" { close(descriptor) } }

  /// The size of a regular file, without opening it.
  static func storedSize(of path: String) -> Int64? {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    return Int64(status.st_size)
  }

  /// Whether the path is there but no file that can be read twice.
  static func isPipe(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0
      && (status.st_mode & S_IFMT == S_IFIFO || status.st_mode & S_IFMT == S_IFCHR)
  }

  /// Up to `count` bytes from the beginning; they are read again by `read`. Called before the first `read`.
  func peek(_ count: Int) throws(SourceProblem) -> [UInt8] {
    var block = [UInt8](repeating: 0, count: count)
    while head.count < count {
      let wanted = count - head.count
      let result = block.withUnsafeMutableBytes { readBlock($0.baseAddress, wanted) }
      let got = try check(result)
      if got == 0 { break }
      head += block[..<got]
    }
    return head
  }

  func read(into target: UnsafeMutablePointer<UInt8>, count: Int) throws(SourceProblem) -> Int {
    if !head.isEmpty {
      let taken = min(count, head.count)
      for index in 0..<taken { target[index] = head[index] }
      head.removeFirst(taken)
      bytesRead += Int64(taken)
      return taken
    }
    let got = try check(readBlock(target, count))
    bytesRead += Int64(got)
    return got
  }

  /// The number of bytes, or the negated error.
  private func readBlock(_ target: UnsafeMutableRawPointer?, _ count: Int) -> Int {
    while true {
      let got = Glibc.read(descriptor, target, count)
      if got >= 0 { return got }
      if errno != EINTR { return -Int(errno) }
    }
  }

  private func check(_ result: Int) throws(SourceProblem) -> Int {
    guard result >= 0 else {
      throw SourceProblem(
        .unreadable,
        "\(InputPaths.shown(path)) can't be read beyond byte \(bytesRead): "
          + "\(FileStream.message(Int32(-result)))"
      )
    }
    return result
  }

  private static func message(_ code: Int32) -> String {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer in
      guard let base = buffer.baseAddress, strerror_r(code, base, buffer.count) == 0 else {
        return "error \(code)"
      }
      return String(cString: base)
    }
  }
}

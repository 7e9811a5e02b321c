import Glibc

/// The content of a file that a person named; `-` is the standard input.
struct WholeFile {
  let bytes: [UInt8]

  init(_ path: String) throws {
    let descriptor = path == "-" ? 0 : open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw CommandProblem("cannot read `\(path)`: \(String(cString: strerror(errno)))")
    }
    defer { if descriptor > 0 { close(descriptor) } }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      if count > 0 {
        bytes += buffer[..<count]
      } else if count == 0 {
        break
      } else if errno != EINTR {
        throw CommandProblem("cannot read `\(path)`: \(String(cString: strerror(errno)))")
      }
    }
    self.bytes = bytes
  }
}

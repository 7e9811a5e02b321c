import Glibc

/// A folder for the files of one run, in the current one, since `/tmp` may not be on a disk.
struct ScratchFolder {
  let path: String

  struct Problem: Error { var message: String }

  init() throws {
    var template = Array(".micro-XXXXXX".utf8CString)
    guard let made = mkdtemp(&template) else { throw Problem(message: String(cString: strerror(errno))) }
    path = String(cString: made)
  }

  /// Writes a file of this text.
  func write(_ text: String, to name: String) throws -> String {
    let path = "\(path)/\(name)"
    guard let file = fopen(path, "w") else { throw Problem(message: String(cString: strerror(errno))) }
    defer { fclose(file) }
    var text = text
    let isWritten = text.withUTF8 { fwrite($0.baseAddress, 1, $0.count, file) == $0.count }
    guard isWritten else { throw Problem(message: String(cString: strerror(errno))) }
    return path
  }

  func remove() {
    guard let folder = opendir(path) else { return }
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { unlink("\(path)/\(name)") }
    }
    closedir(folder)
    rmdir(path)
  }
}

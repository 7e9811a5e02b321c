import Glibc

/// A directory of its own for a test, removed with everything in it when the value goes away.
public final class TemporaryDirectory: Sendable {
  /// Its path.
  public let path: String
  private let isOwned: Bool

  /// A new directory.
  public init() {
    var template = Array("/tmp/pipeline-test-XXXXXX".utf8CString)
    guard let made = mkdtemp(&template) else {
      fatalError("cannot make a temporary directory: errno \(errno)")
    }
    path = String(cString: made)
    isOwned = true
  }

  /// The directory of a test that runs in another process, which removes it.
  public init(sharing path: String) {
    self.path = path
    isOwned = false
  }

  deinit { if isOwned { TemporaryDirectory.remove(path) } }

  /// The path of a file in it.
  public func file(_ name: String) -> String { path + "/" + name }

  /// Writes a file in it.
  @discardableResult
  public func write(_ name: String, _ text: String) -> String {
    let path = file(name)
    guard let stream = fopen(path, "w") else { fatalError("cannot write \(path)") }
    defer { fclose(stream) }
    fwrite(text, 1, text.utf8.count, stream)
    return path
  }

  /// The bytes of a file in it; nil if there is none.
  public func read(_ name: String) -> [UInt8]? { TemporaryDirectory.bytes(of: file(name)) }

  /// The text of a file in it; empty if there is none.
  public func text(_ name: String) -> String { String(decoding: read(name) ?? [], as: UTF8.self) }

  /// The bytes of any file; nil if there is none.
  public static func bytes(of path: String) -> [UInt8]? {
    guard let stream = fopen(path, "r") else { return nil }
    defer { fclose(stream) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = fread(&buffer, 1, buffer.count, stream)
      if count == 0 { return bytes }
      bytes += buffer[..<count]
    }
  }

  /// Writes a file of any bytes in it.
  public func write(_ name: String, bytes: [UInt8]) {
    guard let stream = fopen(file(name), "w") else { fatalError("cannot write \(file(name))") }
    defer { fclose(stream) }
    fwrite(bytes, 1, bytes.count, stream)
  }

  /// Whether there is a file of this name in it.
  public func has(_ name: String) -> Bool { access(file(name), F_OK) == 0 }

  /// Removes a file or folder in it.
  public func remove(_ name: String) { TemporaryDirectory.remove(file(name)) }

  private static func remove(_ path: String) {
    if let directory = opendir(path) {
      while let entry = readdir(directory) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) {
          $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        if name != ".", name != ".." { remove(path + "/" + name) }
      }
      closedir(directory)
      rmdir(path)
    } else {
      unlink(path)
    }
  }
}

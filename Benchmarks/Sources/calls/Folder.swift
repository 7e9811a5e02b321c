import FoundationEssentials

/// A folder for the files of one run, in the current one, since `/tmp` may not be on a disk.
struct Folder: Sendable {
  private let path: String

  init() {
    path = FileManager.default.currentDirectoryPath + "/.calls-\(UInt32.random(in: 0 ... .max))"
    do { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) } catch {
      preconditionFailure("\(path): \(error)")
    }
  }

  /// Writes a file of this text; returns its path.
  @discardableResult
  func write(_ text: String, to name: String) throws -> String {
    try text.write(toFile: "\(path)/\(name)", atomically: false, encoding: .utf8)
    return "\(path)/\(name)"
  }

  /// Empties it.
  func clear() {
    for name in (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? [] {
      try? FileManager.default.removeItem(atPath: "\(path)/\(name)")
    }
  }

  func remove() { try? FileManager.default.removeItem(atPath: path) }
}

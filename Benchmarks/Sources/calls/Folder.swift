import FoundationEssentials
import Glibc

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

  /// Writes a CSV file of one column with the numbers from 0, a piece at a time, as the memory of this process is
  /// measured.
  func writeNumbers(_ count: Int, to name: String) throws {
    try write("id\n", to: name)
    guard let file = fopen("\(path)/\(name)", "a") else {
      preconditionFailure("\(path)/\(name) can't be written")
    }
    for number in 0..<count { fputs("\(number)\n", file) }
    fclose(file)
  }

  /// Empties it.
  func clear() {
    for name in (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? [] {
      try? FileManager.default.removeItem(atPath: "\(path)/\(name)")
    }
  }

  func remove() { try? FileManager.default.removeItem(atPath: path) }
}

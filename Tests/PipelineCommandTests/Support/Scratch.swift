import FoundationEssentials
import Glibc

/// A folder of one test, removed with it.
final class Scratch {
  struct Problem: Error { var code: Int32 }

  let path: String

  init() throws {
    var template = Array("/tmp/pipeline-command-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw Problem(code: errno) }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes a file, and makes the folders above it.
  func write(_ name: String, _ text: String) throws {
    try makeFolder(of: name)
    try text.write(toFile: path + "/" + name, atomically: false, encoding: .utf8)
  }

  /// Copies a file from anywhere.
  func copy(_ source: String, to name: String) throws {
    try makeFolder(of: name)
    try FileManager.default.copyItem(atPath: source, toPath: path + "/" + name)
  }

  private func makeFolder(of name: String) throws {
    guard let slash = name.lastIndex(of: "/") else { return }
    try FileManager.default.createDirectory(
      atPath: path + "/" + name[..<slash], withIntermediateDirectories: true)
  }

  func text(_ name: String) throws -> String {
    try String(contentsOfFile: path + "/" + name, encoding: .utf8)
  }

  func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path + "/" + name) }
}

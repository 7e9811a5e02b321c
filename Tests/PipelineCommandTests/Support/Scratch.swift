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

  func write(_ name: String, _ text: String) throws {
    try text.write(toFile: path + "/" + name, atomically: false, encoding: .utf8)
  }

  func text(_ name: String) throws -> String {
    try String(contentsOfFile: path + "/" + name, encoding: .utf8)
  }

  func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path + "/" + name) }
}

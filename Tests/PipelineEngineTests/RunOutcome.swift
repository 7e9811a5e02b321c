import CZlib
import PipelineTesting

@testable import PipelineEngine

/// What a user finds after a run of a `TestPlan`: outputs, decompressed, and dead letters.
struct RunOutcome: Equatable {
  var even: String
  var odd: String
  var deadLetters: [String]

  init(_ directory: TemporaryDirectory) throws {
    func content(_ name: String) -> String {
      directory.has(name + ".gz") ? Self.gunzip(directory.file(name + ".gz")) : directory.text(name)
    }
    even = content("even.jsonl")
    odd = content("odd.csv")
    let store = DeadLetterStore(store: try StateStore(path: directory.file("state/state.db")))
    deadLetters = try store.letters(.init()).map { "\($0.line ?? 0) \($0.stage)" }
  }

  static func gunzip(_ path: String) -> String {
    guard let file = gzopen(path, "r") else { return "" }
    defer { gzclose(file) }
    var text: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = gzread(file, &buffer, UInt32(buffer.count))
      if count <= 0 { return String(decoding: text, as: UTF8.self) }
      text += buffer[..<Int(count)]
    }
  }
}

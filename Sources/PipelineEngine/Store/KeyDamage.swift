/// Remembered keys that are not as they were stored.
struct KeyDamage: Error {
  var operation: String
  var stage: String
  var expected: String
  var found: String

  /// A row that does not have the checksum it was stored with.
  init(_ row: Int64, operation: String, stage: String, expected: Int64, found: Int64) {
    self.operation = operation
    self.stage = stage
    self.expected = "checksum \(String(UInt64(bitPattern: expected), radix: 16)) for key \(row)"
    self.found = String(UInt64(bitPattern: found), radix: 16)
  }

  /// A number of keys that is not the checkpoint's.
  init(operation: String, stage: String, expected: Int64, found: Int64) {
    self.operation = operation
    self.stage = stage
    self.expected = "\(expected) keys"
    self.found = "\(found)"
  }

  /// Refuses the run.
  func problem(_ path: String) -> EngineProblem {
    EngineProblem(
      .refused,
      "the keys that stage `\(stage)` remembers of `\(operation)` are damaged in the store `\(path)`: expected"
        + " \(expected), found \(found); records would be taken for new ones, or for duplicates",
      help: "restore the store from a backup together with its checkpoints, or begin `\(operation)` anew with"
        + " `pipeline run --restart`")
  }
}

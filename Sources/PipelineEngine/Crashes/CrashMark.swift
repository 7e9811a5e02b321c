/// What the handler of a crash wrote down: one line of `crashes.jsonl`.
struct CrashMark: Codable, Sendable, Equatable {
  /// A place in the input: bytes before it in the (decoded) file of that number.
  struct Place: Codable, Sendable, Hashable, Comparable {
    var file: Int
    var offset: Int64

    static func < (left: Place, right: Place) -> Bool {
      (left.file, left.offset) < (right.file, right.offset)
    }
  }

  /// The signal that ended the process.
  var signal: Int32
  /// The newest checkpoint.
  var epoch: Int64
  /// Where reading had come to; nil if it had not begun.
  var read: Place?
  /// The record that was worked on alone; nil in a run that works on many at a time.
  var record: Place?
  /// With `record`: the stage that worked on it, -1 for the source, the number of stages for the sinks.
  var stage: Int?
}

extension CrashMark.Place {
  init(_ position: Checkpoint.Position) { self.init(file: position.file, offset: position.offset) }
}

import PipelineModel

/// Knows where the records of a format end: what the reader of an input asks of CSV, JSON Lines and plain
/// lines.
///
/// `bytes[start..<end]` always begins at a record; 64 bytes after `end` are readable.
protocol RecordCutter: Sendable {
  /// What stands before the first record of a file (a header), or nil if more text is needed to tell.
  func head(
    of bytes: UnsafePointer<UInt8>, from start: Int, to end: Int, isAtEnd: Bool, file: String
  ) throws(SourceProblem) -> RecordHead?

  /// The whole records at the beginning of the text, or nil if more text is needed to find the end of the
  /// first.
  ///
  /// At the end of the file everything is a record, and all but the last cut may be short of it.
  func cut(_ bytes: UnsafePointer<UInt8>, from start: Int, to end: Int, isAtEnd: Bool) -> RecordCut?

  /// Where the line that goes on at `start` ends, its line end included, or nil if it goes on beyond `end`.
  func lineEnd(_ bytes: UnsafePointer<UInt8>, from start: Int, to end: Int) -> Int?

  /// How many lines end in the text.
  func lineEnds(in bytes: UnsafePointer<UInt8>, from start: Int, to end: Int) -> Int
}

/// What stands before the first record of a file.
struct RecordHead {
  /// Where the first record begins.
  var end: Int
  /// Line ends before it.
  var lines = 0
  /// The names of the columns, if there is a header.
  var names: [String] = []
  /// The slot of each field, if they are in another order than the schema's columns.
  var slots: [Int]?
}

/// A run of whole records.
struct RecordCut: Equatable {
  /// Where the next record begins.
  var end: Int
  /// Line ends in the run.
  var lines: Int
  /// Whether the fast decoder may be used.
  var isRegular: Bool
}

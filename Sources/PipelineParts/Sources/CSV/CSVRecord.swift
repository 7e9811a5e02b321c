/// What the scanner found.
struct CSVRecord: Equatable {
  enum Kind: Equatable {
    case fields
    case blank
    case comment
    case defect(CSVDefect, at: Int)
  }

  var kind: Kind
  /// Where the line end begins.
  var contentEnd: Int
  /// Where the next record begins.
  var next: Int
}

import PipelineModel

/// Reads 64-bit integers.
///
/// Text must be digits with an optional sign. JSON numbers and doubles count if they are whole: JSON has one kind
/// of number, in which `1.0` is `1`.
enum IntegerReading {
  /// Doubles beyond 2^53 may already stand for a neighbour.
  private static let exactLimit = 9_007_199_254_740_992.0

  @inline(__always)
  static func cell(_ cell: Cell) -> Cell? {
    switch cell.tag {
    case .string: NumberParser.integer(cell.text).map { Cell($0) }
    case .integer: cell
    case .number: NumberParser.integer(cell.text).map { Cell($0) } ?? whole(NumberParser.double(cell.text))
    case .double: whole(cell.double)
    default: nil
    }
  }

  private static func whole(_ value: Double?) -> Cell? {
    guard let value, abs(value) <= exactLimit, let integer = Int64(exactly: value) else { return nil }
    return Cell(integer)
  }
}

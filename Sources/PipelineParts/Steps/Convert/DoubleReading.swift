import PipelineModel

/// Reads doubles; each text becomes the nearest one.
enum DoubleReading {
  @inline(__always)
  static func cell(_ cell: Cell) -> Cell? {
    switch cell.tag {
    case .string, .number: NumberParser.double(cell.text).map { Cell($0) }
    case .double: cell
    case .integer: Cell(Double(cell.integer))
    default: nil
    }
  }
}

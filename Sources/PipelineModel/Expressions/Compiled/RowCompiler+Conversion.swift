internal import CEL

/// `int(x)`, `double(x)`, `string(x)` and `size(x)`.
extension RowCompiler {
  func conversion(_ call: CheckedExpression.Call) -> Operand? {
    guard call.arguments.count == 1, ["int", "double", "string"].contains(call.function),
      let value = value(call.arguments[0])?.value
    else { return nil }
    // A closure each: a table of functions would be called through thunks, and count references to the batch.
    switch call.function {
    case "int": return .computed { row in Self.integer(value(row)) }
    case "double": return .computed { row in Self.double(value(row)) }
    default: return .computed { row in Self.text(value(row), row.batch) }
    }
  }

  func size(_ call: CheckedExpression.Call) -> Operand? {
    guard call.function == "size", let value = value(call.arguments[0])?.value else { return nil }
    return .computed { row in
      let cell = value(row)
      guard cell.tag == .string else { return .undecided }
      var count: Int64 = 0
      for byte in cell.text where byte & 0xC0 != 0x80 { count &+= 1 }
      return Cell(count)
    }
  }

  private static func integer(_ cell: Cell) -> Cell {
    switch cell.tag {
    case .integer: cell
    case .double: cell.double > -0x1p63 && cell.double < 0x1p63 ? Cell(Int64(cell.double)) : .undecided
    case .string: NumberParser.integer(cell.text).map { Cell($0) } ?? .undecided
    case .timestamp: Cell(cell.integer)
    default: .undecided
    }
  }

  private static func double(_ cell: Cell) -> Cell {
    switch cell.tag {
    case .integer: Cell(Double(cell.integer))
    case .double: cell
    case .string: NumberParser.double(cell.text).map { Cell($0) } ?? .undecided
    default: .undecided
    }
  }

  private static func text(_ cell: Cell, _ batch: Batch) -> Cell {
    if cell.tag == .string { return cell }
    let room = NumberText.maximumLength
    let target = batch.allocateText(room)
    let used = NumberText.write(cell, to: target) ?? 0
    batch.shrinkLastText(from: room, to: used)
    return used == 0 ? .undecided : Cell(text: target, count: used)
  }
}

/// Numbers as `string(x)` writes them.
enum NumberText {
  static let maximumLength = NumberWriter.maximumLength

  /// Writes a number and returns its length; nil for doubles with an exponent and for everything else.
  @inline(__always)
  static func write(_ cell: Cell, to target: UnsafeMutablePointer<UInt8>) -> Int? {
    if cell.tag == .integer { return NumberWriter.write(cell.integer, to: target) - target }
    guard cell.tag == .double else { return nil }
    let magnitude = cell.double.magnitude
    // `string(double)` has an exponent below 1e-4 and from 1e6 on (CEL, `Double.celText`).
    guard magnitude == 0 || (magnitude >= 1e-4 && magnitude < 1e6) else { return nil }
    let end = NumberWriter.write(cell.double, to: target)
    // `5.0` is `5` there.
    let isWhole = end[-1] == UInt8(ascii: "0") && end[-2] == UInt8(ascii: ".")
    return (isWhole ? end - 2 : end) - target
  }
}

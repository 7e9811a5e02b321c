internal import CEL
internal import Glibc

/// Questions about texts, and their concatenation.
extension RowCompiler {
  func textTest(_ call: CheckedExpression.Call) -> RowTest? {
    guard call.arguments.count == 2, let part = constant(call.arguments[1]), part.tag == .string,
      let text = value(call.arguments[0]), text.constant == nil
    else { return nil }
    switch call.function {
    case "startsWith": return Self.test(text) { $0.length >= part.length && $0.hasBytes(part, at: 0) }
    case "endsWith":
      return Self.test(text) {
        $0.length >= part.length && $0.hasBytes(part, at: Int($0.length - part.length))
      }
    case "contains": return Self.test(text) { $0.contains(part) }
    default:
      guard let pattern = try? Pattern(String(decoding: part.text, as: UTF8.self)) else { return nil }
      return Self.test(text) { pattern.matches($0.text) }
    }
  }

  @inline(__always)
  private static func test(_ operand: Operand, _ body: @escaping @Sendable (Cell) -> Bool) -> RowTest {
    guard case .column(let column) = operand else {
      let value = operand.value
      return RowTest { row in
        let cell = value(row)
        return cell.tag == .string ? Truth(body(cell)) : .undecided
      }
    }
    return RowTest { row in
      let cell = column.read(row)
      return cell.tag == .string ? Truth(body(cell)) : .undecided
    }
  }

  // MARK: Concatenation

  /// All operands of a chain of `+`, joined in one allocation; the digits of `string(x)` are written where they belong.
  func concatenation(_ call: CheckedExpression.Call) -> Operand? {
    var expressions: [CheckedExpression] = []
    Self.flatten(call, into: &expressions)
    // Of `string(x)` the number itself is compiled.
    var isNumber: [Bool] = []
    var compiled: [Operand?] = []
    for expression in expressions {
      if case .call(let call) = expression.kind, call.function == "string", constant(expression) == nil {
        isNumber.append(true)
        compiled.append(value(call.arguments[0]))
      } else {
        isNumber.append(false)
        compiled.append(value(expression))
      }
    }
    guard let operands = operands(expressions, compiled: compiled) else { return nil }
    let values = operands.map(\.value)
    let numbers = isNumber
    return .computed { row in Self.joined(values, numbers, row) }
  }

  private static func flatten(_ call: CheckedExpression.Call, into operands: inout [CheckedExpression]) {
    for argument in call.arguments {
      if case .call(let inner) = argument.kind, inner.function == "_+_", argument.type == .string {
        flatten(inner, into: &operands)
      } else {
        operands.append(argument)
      }
    }
  }

  private static func joined(_ values: [RowValue], _ isNumber: [Bool], _ row: Row) -> Cell {
    withUnsafeTemporaryAllocation(of: Cell.self, capacity: values.count) { cells in
      var room = 0
      for index in values.indices {
        let cell = values[index](row)
        cells[index] = cell
        if cell.tag == .string {
          room &+= Int(cell.length)
        } else if isNumber[index], cell.tag == .integer || cell.tag == .double {
          room &+= NumberText.maximumLength
        } else {
          return .undecided
        }
      }
      guard room <= Int(UInt32.max) else { return .undecided }
      let target = row.batch.allocateText(room)
      var used = 0
      for cell in cells {
        if cell.tag == .string {
          if cell.length > 0 { memcpy(target + used, cell.base, Int(cell.length)) }
          used &+= Int(cell.length)
        } else if let length = NumberText.write(cell, to: target + used) {
          used &+= length
        } else {
          row.batch.shrinkLastText(from: room, to: 0)
          return .undecided
        }
      }
      row.batch.shrinkLastText(from: room, to: used)
      return Cell(text: target, count: used)
    }
  }
}

extension Cell {
  @inline(__always)
  fileprivate func hasBytes(_ part: Cell, at offset: Int) -> Bool {
    part.length == 0 || memcmp(base + offset, part.base, Int(part.length)) == 0
  }

  /// Whether another text occurs in it. Looks for its first byte, so the part should be a short constant.
  fileprivate func contains(_ part: Cell) -> Bool {
    guard let first = part.text.first else { return true }
    var left = Int(length) - Int(part.length)
    guard left >= 0, var place = text.baseAddress else { return false }
    while left >= 0, let found = memchr(place, Int32(first), left + 1) {
      let candidate = UnsafePointer(found.assumingMemoryBound(to: UInt8.self))
      if memcmp(candidate, part.base, Int(part.length)) == 0 { return true }
      left -= candidate - place + 1
      place = candidate + 1
    }
    return false
  }
}

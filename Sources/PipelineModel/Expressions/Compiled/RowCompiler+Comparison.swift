internal import CEL
internal import Glibc

/// Comparisons: with a constant fused into one closure, of two columns too.
extension RowCompiler {
  func comparison(_ call: CheckedExpression.Call) -> RowTest? {
    switch call.function {
    case "_==_": equality(Equal.self, call.arguments)
    case "_!=_": equality(NotEqual.self, call.arguments)
    case "_<_": ordering(Less.self, mirrored: Greater.self, call.arguments)
    case "_<=_": ordering(LessOrEqual.self, mirrored: GreaterOrEqual.self, call.arguments)
    case "_>_": ordering(Greater.self, mirrored: Less.self, call.arguments)
    case "_>=_": ordering(GreaterOrEqual.self, mirrored: LessOrEqual.self, call.arguments)
    default: nil
    }
  }

  private func ordering<O: ComparisonOperator, M: ComparisonOperator>(
    _ type: O.Type, mirrored: M.Type, _ arguments: [CheckedExpression]
  ) -> RowTest? {
    guard let operands = operands(arguments) else { return nil }
    if let constant = operands[1].constant { return against(type, operands[0], constant) }
    if let constant = operands[0].constant { return against(mirrored, operands[1], constant) }
    return between(type, operands[0], operands[1])
  }

  private func equality<O: EqualityOperator>(_ type: O.Type, _ arguments: [CheckedExpression]) -> RowTest? {
    guard let operands = operands(arguments) else { return nil }
    guard let index = operands.firstIndex(where: { $0.constant != nil }),
      let constant = operands[index].constant
    else { return between(type, operands[0], operands[1]) }
    let operand = operands[1 - index]
    switch constant.tag {
    case .string: return text(type, operand, constant)
    case .null: return null(type, operand)
    default: return against(type, operand, constant)
    }
  }

  /// Any two values.
  private func between<O: ComparisonOperator>(_ type: O.Type, _ a: Operand, _ b: Operand) -> RowTest {
    if case .column(let a) = a, case .column(let b) = b {
      return RowTest { row in O.compare(a.read(row), b.read(row)) }
    }
    let (a, b) = (a.value, b.value)
    return RowTest { row in O.compare(a(row), b(row)) }
  }

  /// Numbers, mostly: the constant's kind is looked at once, and the value's only to see that it is the same.
  private func against<O: ComparisonOperator>(_ type: O.Type, _ operand: Operand, _ constant: Cell) -> RowTest
  {
    guard case .column(let column) = operand else {
      let value = operand.value
      return RowTest { row in O.compare(value(row), constant) }
    }
    let slot = column.slot
    switch (constant.tag, column.type) {
    case (.integer, .integer):
      let wanted = constant.integer
      return RowTest { row in
        let cell = row.cells[slot]
        if cell.tag == .integer { return Truth(O.holds(cell.integer, wanted)) }
        return O.compareOthers(column.read(row), constant)
      }
    case (.double, .double), (.integer, .double):
      let wanted = constant.tag == .double ? constant.double : Double(constant.integer)
      return RowTest { row in
        let cell = row.cells[slot]
        if cell.tag == .double { return Truth(O.holds(cell.double, wanted)) }
        return O.compareOthers(column.read(row), constant)
      }
    case (.integer, .dynamic), (.double, .dynamic): return dynamic(type, column, constant)
    default: return RowTest { row in O.compare(column.read(row), constant) }
    }
  }

  /// JSON numbers are read from their text each time: some 15 ns.
  private func dynamic<O: ComparisonOperator>(
    _ type: O.Type, _ column: ColumnReader, _ constant: Cell
  ) -> RowTest {
    let slot = column.slot
    return RowTest { row in
      let cell = row.cells[slot]
      return O.compare(cell.tag == .number ? Cell(number: cell.text) : column.read(row), constant)
    }
  }

  // MARK: Equality with null and with texts

  /// `x == null`, which only looks at the cell's tag.
  private func null<O: EqualityOperator>(_ type: O.Type, _ operand: Operand) -> RowTest {
    let (ofNull, ofOthers) = (Truth(O.ofEqual), Truth(!O.ofEqual))
    guard case .column(let column) = operand else {
      let value = operand.value
      return RowTest { row in
        let tag = value(row).tag
        return tag == .null ? ofNull : tag == .undecided ? .undecided : ofOthers
      }
    }
    let slot = column.slot
    return RowTest { row in
      let tag = row.cells[slot].tag
      return tag == .null ? ofNull : tag == .missing ? .undecided : ofOthers
    }
  }

  private func text<O: EqualityOperator>(_ type: O.Type, _ operand: Operand, _ constant: Cell) -> RowTest {
    let wanted = ConstantText(constant)
    let (ofEqual, ofOthers) = (Truth(O.ofEqual), Truth(!O.ofEqual))
    guard case .column(let column) = operand else {
      let value = operand.value
      return RowTest { row in
        let cell = value(row)
        if cell.tag == .string { return wanted == cell ? ofEqual : ofOthers }
        return O.compareOthers(cell, constant)
      }
    }
    let slot = column.slot
    return RowTest { row in
      let cell = row.cells[slot]
      if cell.tag == .string { return wanted == cell ? ofEqual : ofOthers }
      return O.compareOthers(column.read(row), constant)
    }
  }
}

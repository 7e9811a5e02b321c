internal import CEL

/// `x in [1, 2, 3]` with a constant list.
extension RowCompiler {
  func membership(_ call: CheckedExpression.Call) -> RowTest? {
    guard case .list(let elements) = call.arguments[1].kind, !elements.contains(where: \.isOptional) else {
      return nil
    }
    var members: [Cell] = []
    for element in elements {
      guard let member = constant(element.value) else { return nil }
      members.append(member)
    }
    // In long lists, the general evaluator looks for doubles among such integers without rounding.
    if members.contains(where: { $0.tag == .integer && $0.integer.magnitude > 1 << 53 }) { return nil }
    guard let operand = value(call.arguments[0]), operand.constant == nil else { return nil }
    if members.allSatisfy({ $0.tag == .string }) { return texts(operand, members.map { ConstantText($0) }) }
    return values(operand, members)
  }

  private func texts(_ operand: Operand, _ members: [ConstantText]) -> RowTest {
    let set = ConstantTextSet(members)
    guard case .column(let column) = operand else {
      let value = operand.value
      return RowTest { row in Self.contains(set, value(row)) }
    }
    return RowTest { row in Self.contains(set, column.read(row)) }
  }

  @inline(__always)
  private static func contains(_ set: ConstantTextSet, _ cell: Cell) -> Truth {
    if cell.tag == .string { return Truth(set.contains(cell)) }
    return cell.tag == .undecided ? .undecided : .no
  }

  /// Numbers and whatever else: equal to one of them, or different from all.
  private func values(_ operand: Operand, _ members: [Cell]) -> RowTest {
    let value = operand.value
    return RowTest { row in
      let cell = value(row)
      if cell.tag == .undecided || cell.tag == .json { return .undecided }
      return members.withUnsafeBufferPointer { members in
        for member in members {
          if Equal.compare(cell, member) == .yes { return .yes }
        }
        return .no
      }
    }
  }
}

internal import CEL

/// `+`, `-`, `*`, `/`, `%` and the sign, on integers and doubles.
extension RowCompiler {
  func arithmetic(_ call: CheckedExpression.Call, _ type: CELType) -> Operand? {
    switch call.function {
    case "_+_" where type == .string: return concatenation(call)
    case "_+_":
      return binary(call, { $0.addingReportingOverflow($1) }, { $0 + $1 })
    case "_-_":
      return binary(call, { $0.subtractingReportingOverflow($1) }, { $0 - $1 })
    case "_*_":
      return binary(call, { $0.multipliedReportingOverflow(by: $1) }, { $0 * $1 })
    case "_/_":
      return binary(call, { $0.dividedReportingOverflow(by: $1) }, { $0 / $1 })
    case "_%_":
      return binary(call, { $0.remainderReportingOverflow(dividingBy: $1) }, nil)
    case "-_": return negation(call)
    default: return nil
    }
  }

  /// Integers and doubles; overflow and division by zero (which `Int64` reports as overflow) are left to the general
  /// evaluator, which makes errors of them.
  @inline(__always)
  private func binary(
    _ call: CheckedExpression.Call,
    _ integers: @escaping @Sendable (Int64, Int64) -> (partialValue: Int64, overflow: Bool),
    _ doubles: (@Sendable (Double, Double) -> Double)?
  ) -> Operand? {
    guard let operands = operands(call.arguments) else { return nil }
    let (a, b) = (operands[0].value, operands[1].value)
    return .computed { row in
      let left = a(row)
      let right = b(row)
      if left.tag == .integer, right.tag == .integer {
        let (result, overflow) = integers(left.integer, right.integer)
        return overflow ? .undecided : Cell(result)
      }
      if let doubles, left.tag == .double, right.tag == .double {
        return Cell(doubles(left.double, right.double))
      }
      return .undecided
    }
  }

  private func negation(_ call: CheckedExpression.Call) -> Operand? {
    guard let value = value(call.arguments[0])?.value else { return nil }
    return .computed { row in
      let cell = value(row)
      if cell.tag == .double { return Cell(-cell.double) }
      guard cell.tag == .integer, cell.integer != .min else { return .undecided }
      return Cell(-cell.integer)
    }
  }
}

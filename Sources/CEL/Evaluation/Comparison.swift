/// The operators `==`, `!=`, `<`, `<=`, `>` and `>=`.
enum Comparison: Sendable {
  case equal
  case notEqual
  case less
  case lessOrEqual
  case greater
  case greaterOrEqual

  init?(_ function: String) {
    switch function {
    case Operator.equal: self = .equal
    case Operator.notEqual: self = .notEqual
    case Operator.less: self = .less
    case Operator.lessOrEqual: self = .lessOrEqual
    case Operator.greater: self = .greater
    case Operator.greaterOrEqual: self = .greaterOrEqual
    default: return nil
    }
  }

  /// The operator with its operands exchanged: `3 < x` is `x > 3`.
  private var mirrored: Comparison {
    switch self {
    case .equal, .notEqual: self
    case .less: .greater
    case .lessOrEqual: .greaterOrEqual
    case .greater: .less
    case .greaterOrEqual: .lessOrEqual
    }
  }

  @inline(__always)
  private func holds<T: Comparable>(_ a: T, _ b: T) -> Bool {
    switch self {
    case .equal: a == b
    case .notEqual: a != b
    case .less: a < b
    case .lessOrEqual: a <= b
    case .greater: a > b
    case .greaterOrEqual: a >= b
    }
  }

  func evaluator(_ left: Evaluator, _ right: Evaluator, _ span: SourceSpan) -> Evaluator {
    if let constant = right.constant, let fused = fused(left, constant, span) { return fused }
    if let constant = left.constant, let fused = mirrored.fused(right, constant, span) { return fused }
    return Evaluator(test: { frame throws(EvaluationError) -> Bool in
      let a = try left.evaluate(&frame)
      let b = try right.evaluate(&frame)
      switch (a, b) {
      case (.int(let a), .int(let b)): return holds(a, b)
      case (.double(let a), .double(let b)): return holds(a, b)
      default: return try compare(a, b, &frame.budget, span)
      }
    })
  }

  /// Comparisons with a constant look at the value's type once.
  private func fused(_ operand: Evaluator, _ constant: Value, _ span: SourceSpan) -> Evaluator? {
    switch constant {
    case .int(let wanted):
      return specialised(operand, constant, span) { value in
        if case .int(let number) = value { holds(number, wanted) } else { nil }
      }
    case .double(let wanted):
      return specialised(operand, constant, span) { value in
        if case .double(let number) = value { holds(number, wanted) } else { nil }
      }
    case .string(let wanted) where self == .equal || self == .notEqual:
      let isEqual = self == .equal
      return specialised(operand, constant, span) { value in
        if case .string(let text) = value { text.hasSameBytes(as: wanted) == isEqual } else { nil }
      }
    case .null where self == .equal || self == .notEqual:
      let isEqual = self == .equal
      return specialised(operand, constant, span) { value in
        if case .null = value { isEqual } else { !isEqual }
      }
    default: return nil
    }
  }

  /// - Parameter shortcut: the result, or nil if the value is of another type than expected.
  @inline(__always)
  private func specialised(
    _ operand: Evaluator, _ constant: Value, _ span: SourceSpan,
    _ shortcut: @escaping @Sendable (Value) -> Bool?
  ) -> Evaluator {
    if let slot = operand.slot {
      return Evaluator(test: { frame throws(EvaluationError) -> Bool in
        let value = try frame.value(at: slot)
        if let result = shortcut(value) { return result }
        return try compare(value, constant, &frame.budget, span)
      })
    }
    return Evaluator(test: { frame throws(EvaluationError) -> Bool in
      let value = try operand.evaluate(&frame)
      if let result = shortcut(value) { return result }
      return try compare(value, constant, &frame.budget, span)
    })
  }

  private func compare(
    _ a: Value, _ b: Value, _ budget: inout Budget, _ span: SourceSpan
  ) throws(EvaluationError) -> Bool {
    do throws(EvaluationError) { return try compare(a, b, &budget) } catch { throw error.located(at: span) }
  }

  /// The comparison of any two values.
  func compare(_ a: Value, _ b: Value, _ budget: inout Budget) throws(EvaluationError) -> Bool {
    switch self {
    case .equal: return try a.isEqual(to: b, &budget)
    case .notEqual: return try !a.isEqual(to: b, &budget)
    default: break
    }
    try budget.charge(min(a.textCost, b.textCost))
    guard let order = a.order(b) else { throw EvaluationError.noSuchOverload }
    switch self {
    case .less: return order == .less
    case .lessOrEqual: return order == .less || order == .same
    case .greater: return order == .greater
    default: return order == .greater || order == .same
    }
  }
}

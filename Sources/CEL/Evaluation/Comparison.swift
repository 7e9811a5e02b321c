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
    if let slot = left.slot, let constant = right.constant { return fused(slot, constant, span) }
    if let slot = right.slot, let constant = left.constant { return mirrored.fused(slot, constant, span) }
    if let constant = right.constant { return against(constant, left, span) }
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

  /// Anything else compared with a constant.
  private func against(_ constant: Value, _ operand: Evaluator, _ span: SourceSpan) -> Evaluator {
    let isEquality = self == .equal || self == .notEqual
    return Evaluator(test: { frame throws(EvaluationError) -> Bool in
      let value = try operand.evaluate(&frame)
      switch (value, constant) {
      case (.int(let a), .int(let b)): return holds(a, b)
      case (.double(let a), .double(let b)): return holds(a, b)
      case (.string(let a), .string(let b)) where isEquality: return a.hasSameBytes(as: b) == (self == .equal)
      default: return try compare(value, constant, &frame.budget, span)
      }
    })
  }

  /// A variable compared with a constant: looks at the variable where it stands, without copying it, and expects the
  /// constant's type.
  private func fused(_ slot: Int, _ constant: Value, _ span: SourceSpan) -> Evaluator {
    let isEqual = self == .equal
    switch constant {
    case .int(let wanted):
      return Evaluator(test: { frame throws(EvaluationError) -> Bool in
        if let pointer = frame.pointer(to: slot), case .int(let number) = pointer.pointee {
          return holds(number, wanted)
        }
        return try compare(slot, constant, &frame, span)
      })
    case .double(let wanted):
      return Evaluator(test: { frame throws(EvaluationError) -> Bool in
        if let pointer = frame.pointer(to: slot), case .double(let number) = pointer.pointee {
          return holds(number, wanted)
        }
        return try compare(slot, constant, &frame, span)
      })
    case .string(let wanted) where isEqual || self == .notEqual:
      return Evaluator(test: { frame throws(EvaluationError) -> Bool in
        if let pointer = frame.pointer(to: slot), case .string(let text) = pointer.pointee {
          return text.hasSameBytes(as: wanted) == isEqual
        }
        return try compare(slot, constant, &frame, span)
      })
    case .null where isEqual || self == .notEqual:
      return Evaluator(test: { frame throws(EvaluationError) -> Bool in
        guard let pointer = frame.pointer(to: slot) else { return try compare(slot, constant, &frame, span) }
        if case .null = pointer.pointee { return isEqual }
        return !isEqual
      })
    default:
      return Evaluator(test: { frame throws(EvaluationError) -> Bool in
        try compare(slot, constant, &frame, span)
      })
    }
  }

  @inline(never)
  private func compare(
    _ slot: Int, _ constant: Value, _ frame: inout Frame, _ span: SourceSpan
  ) throws(EvaluationError) -> Bool {
    let value = try frame.value(at: slot)
    return try compare(value, constant, &frame.budget, span)
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

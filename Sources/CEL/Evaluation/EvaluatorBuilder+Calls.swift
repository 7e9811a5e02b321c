extension EvaluatorBuilder {
  mutating func call(_ call: CheckedExpression.Call, _ span: SourceSpan) throws(CompileError) -> Evaluator {
    let arguments = try buildAll(call.arguments)
    let implementations = try self.implementations(call, arguments)
    let evaluator =
      fused(call, arguments, span) ?? general(call.function, arguments, implementations, span)
    return arguments.allSatisfy { $0.constant != nil } ? folded(evaluator) : evaluator
  }

  /// The implementation of each overload, prepared for constant arguments.
  private func implementations(
    _ call: CheckedExpression.Call, _ arguments: [Evaluator]
  ) throws(CompileError) -> [Overload.Implementation] {
    var implementations: [Overload.Implementation] = []
    for overload in call.overloads {
      guard let preparation = overload.preparation,
        let constant = arguments[preparation.argument].constant
      else {
        implementations.append(overload.implementation)
        continue
      }
      do throws(Overload.PreparationFailure) {
        implementations.append(try preparation.prepare(constant) ?? overload.implementation)
      } catch {
        guard typing == .checked else {
          implementations.append(overload.implementation)
          continue
        }
        throw CompileError(error.message, at: call.arguments[preparation.argument].span, help: error.help)
      }
    }
    return implementations
  }

  /// Operators that are worth code of their own.
  private func fused(
    _ call: CheckedExpression.Call, _ arguments: [Evaluator], _ span: SourceSpan
  ) -> Evaluator? {
    if let comparison = Comparison(call.function) {
      return comparison.evaluator(arguments[0], arguments[1], span)
    }
    switch call.function {
    case Operator.not:
      let operand = arguments[0]
      return Evaluator(test: { frame throws(EvaluationError) -> Bool in
        do throws(EvaluationError) { return try !operand.test(&frame) } catch {
          throw error.located(at: span)
        }
      })
    case Operator.contained: return Membership.evaluator(arguments[0], arguments[1], span)
    case Operator.index: return Selection.index(arguments[0], arguments[1], span)
    case Operator.optionalIndex: return Selection.optionalIndex(arguments[0], arguments[1], span)
    default: return nil
    }
  }

  private func general(
    _ function: String, _ arguments: [Evaluator], _ implementations: [Overload.Implementation],
    _ span: SourceSpan
  ) -> Evaluator {
    if implementations.count == 1, case .unary(let body) = implementations[0] {
      return Self.unary(arguments[0], body, span)
    }
    if implementations.count == 1, case .binary(let body) = implementations[0] {
      return Self.binary(arguments[0], arguments[1], body, span)
    }
    let mismatch = EvaluationError.noSuchOverload.located(at: span)
    return Evaluator { frame throws(EvaluationError) -> Value in
      var values: [Value] = []
      values.reserveCapacity(arguments.count)
      for argument in arguments {
        let value = try argument.evaluate(&frame)
        try frame.budget.charge(value.textCost)
        values.append(value)
      }
      for implementation in implementations {
        do throws(EvaluationError) {
          if let result = try implementation.apply(values, &frame.budget) { return result }
        } catch  where error.kind == .noSuchOverload {
          // The next overload may fit.
        } catch { throw error.located(at: span) }
      }
      throw mismatch
    }
  }

  private static func unary(
    _ argument: Evaluator,
    _ body: @escaping @Sendable (Value, inout Budget) throws(EvaluationError) -> Value?, _ span: SourceSpan
  ) -> Evaluator {
    let mismatch = EvaluationError.noSuchOverload.located(at: span)
    return Evaluator { frame throws(EvaluationError) -> Value in
      let value = try argument.evaluate(&frame)
      do throws(EvaluationError) {
        try frame.budget.charge(value.textCost)
        if let result = try body(value, &frame.budget) { return result }
      } catch { throw error.located(at: span) }
      throw mismatch
    }
  }

  private static func binary(
    _ first: Evaluator, _ second: Evaluator,
    _ body: @escaping @Sendable (Value, Value, inout Budget) throws(EvaluationError) -> Value?,
    _ span: SourceSpan
  ) -> Evaluator {
    let mismatch = EvaluationError.noSuchOverload.located(at: span)
    return Evaluator { frame throws(EvaluationError) -> Value in
      let a = try first.evaluate(&frame)
      let b = try second.evaluate(&frame)
      do throws(EvaluationError) {
        try frame.budget.charge(a.textCost + b.textCost)
        if let result = try body(a, b, &frame.budget) { return result }
      } catch { throw error.located(at: span) }
      throw mismatch
    }
  }
}

extension Overload.Implementation {
  func apply(_ values: [Value], _ budget: inout Budget) throws(EvaluationError) -> Value? {
    switch self {
    case .unary(let body): try body(values[0], &budget)
    case .binary(let body): try body(values[0], values[1], &budget)
    case .many(let body): try body(values, &budget)
    }
  }
}

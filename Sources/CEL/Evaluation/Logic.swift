/// `&&`, `||` and `?:`.
enum Logic {
  /// True if all terms are. A false term decides even if others fail; a failure is thrown when none is false.
  static func all(_ terms: [Evaluator]) -> Evaluator { fold(terms, deciding: false) }

  /// True if one term is. A true term decides even if others fail.
  static func any(_ terms: [Evaluator]) -> Evaluator { fold(terms, deciding: true) }

  private static func fold(_ terms: [Evaluator], deciding: Bool) -> Evaluator {
    if terms.count == 2 {
      let first = terms[0].test
      let second = terms[1].test
      return Evaluator(test: { frame throws(EvaluationError) -> Bool in
        do throws(EvaluationError) {
          if try first(&frame) == deciding { return deciding }
        } catch {
          if error.kind != .costLimit, try second(&frame) == deciding { return deciding }
          throw error
        }
        return try second(&frame)
      })
    }
    let tests = terms.map(\.test)
    return Evaluator(test: { frame throws(EvaluationError) -> Bool in
      var failure: EvaluationError?
      for test in tests {
        do throws(EvaluationError) {
          if try test(&frame) == deciding { return deciding }
        } catch {
          if error.kind == .costLimit { throw error }
          failure = failure ?? error
        }
      }
      if let failure { throw failure }
      return !deciding
    })
  }

  static func conditional(_ condition: Evaluator, _ yes: Evaluator, _ no: Evaluator) -> Evaluator {
    if case .bool(let value) = condition.constant { return value ? yes : no }
    return Evaluator { frame throws(EvaluationError) -> Value in
      try condition.test(&frame) ? try yes.evaluate(&frame) : try no.evaluate(&frame)
    }
  }
}

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
          return try decide(second, deciding, &frame, after: error)
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

  /// The result of the second of two terms when the first has failed.
  @inline(never)
  private static func decide(
    _ second: Evaluator.Test, _ deciding: Bool, _ frame: inout Frame, after failure: EvaluationError
  ) throws(EvaluationError) -> Bool {
    guard failure.kind != .costLimit else { throw failure }
    do throws(EvaluationError) {
      if try second(&frame) == deciding { return deciding }
    } catch  where error.kind == .costLimit {
      throw error
    } catch {
      // The first failure is the one to tell.
    }
    throw failure
  }

  static func conditional(_ condition: Evaluator, _ yes: Evaluator, _ no: Evaluator) -> Evaluator {
    if case .bool(let value) = condition.constant { return value ? yes : no }
    return Evaluator { frame throws(EvaluationError) -> Value in
      try condition.test(&frame) ? try yes.evaluate(&frame) : try no.evaluate(&frame)
    }
  }
}

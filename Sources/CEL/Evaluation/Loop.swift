/// A comprehension over a list or map.
struct Loop: Sendable {
  let range: Evaluator
  let first: Int
  /// With two variables, the first is the index or key, this one the element or value.
  let second: Int?
  let filter: Evaluator?
  let body: Evaluator
  /// What one round costs.
  let cost: Int
  let span: SourceSpan

  func evaluator(_ kind: ComprehensionKind) -> Evaluator {
    switch kind {
    case .all: quantifier(deciding: false)
    case .exists: quantifier(deciding: true)
    case .existsOne: existsOne
    case .filter: filtered
    case .list: mapped
    case .map: transformedMap
    case .mapEntries: transformedEntries
    }
  }

  /// Calls a closure for each element with the locals set, until it returns false.
  @inline(__always)
  private func forEach(
    _ frame: inout Frame, _ visit: (inout Frame) throws(EvaluationError) -> Bool
  ) throws(EvaluationError) {
    switch try range.evaluate(&frame) {
    case .list(let list):
      for (index, element) in list.enumerated() {
        frame.locals[first] = second == nil ? element : .int(Int64(index))
        if let second { frame.locals[second] = element }
        guard try round(&frame, visit) else { return }
      }
    case .map(let map):
      for index in 0..<map.count {
        frame.locals[first] = map.keys[index]
        if let second { frame.locals[second] = map.values[index] }
        guard try round(&frame, visit) else { return }
      }
    default: throw EvaluationError.noSuchOverload.located(at: span)
    }
  }

  @inline(__always)
  private func round(
    _ frame: inout Frame, _ visit: (inout Frame) throws(EvaluationError) -> Bool
  ) throws(EvaluationError) -> Bool {
    try frame.budget.charge(cost)
    if let filter, try !filter.test(&frame) { return true }
    return try visit(&frame)
  }

  /// `all` and `exists`: a deciding element outweighs failures, whatever their order.
  private func quantifier(deciding: Bool) -> Evaluator {
    Evaluator(test: { frame throws(EvaluationError) -> Bool in
      var isDecided = false
      var failure: EvaluationError?
      try forEach(&frame) { (frame: inout Frame) throws(EvaluationError) -> Bool in
        do throws(EvaluationError) {
          isDecided = try body.test(&frame) == deciding
        } catch {
          if error.kind == .costLimit { throw error }
          failure = failure ?? error
        }
        return !isDecided
      }
      if isDecided { return deciding }
      if let failure { throw failure }
      return !deciding
    })
  }

  private var existsOne: Evaluator {
    Evaluator(test: { frame throws(EvaluationError) -> Bool in
      var count = 0
      try forEach(&frame) { (frame: inout Frame) throws(EvaluationError) -> Bool in
        if try body.test(&frame) { count += 1 }
        return true
      }
      return count == 1
    })
  }

  private var filtered: Evaluator {
    Evaluator { frame throws(EvaluationError) -> Value in
      var list: [Value] = []
      try forEach(&frame) { (frame: inout Frame) throws(EvaluationError) -> Bool in
        if try body.test(&frame), let element = frame.locals[first] { list.append(element) }
        return true
      }
      return .list(list)
    }
  }

  private var mapped: Evaluator {
    Evaluator { frame throws(EvaluationError) -> Value in
      var list: [Value] = []
      try forEach(&frame) { (frame: inout Frame) throws(EvaluationError) -> Bool in
        list.append(try body.evaluate(&frame))
        return true
      }
      return .list(list)
    }
  }

  private var transformedMap: Evaluator {
    Evaluator { frame throws(EvaluationError) -> Value in
      var entries: [(key: Value, value: Value)] = []
      try forEach(&frame) { (frame: inout Frame) throws(EvaluationError) -> Bool in
        let value = try body.evaluate(&frame)
        if let key = frame.locals[first] { entries.append((key, value)) }
        return true
      }
      do throws(EvaluationError) { return .map(try MapValue(entries)) } catch {
        throw error.located(at: span)
      }
    }
  }

  private var transformedEntries: Evaluator {
    Evaluator { frame throws(EvaluationError) -> Value in
      var entries: [(key: Value, value: Value)] = []
      try forEach(&frame) { (frame: inout Frame) throws(EvaluationError) -> Bool in
        guard case .map(let map) = try body.evaluate(&frame) else {
          throw EvaluationError.noSuchOverload.located(at: span)
        }
        try frame.budget.charge(map.count)
        entries.append(contentsOf: zip(map.keys, map.values).map { ($0, $1) })
        return true
      }
      do throws(EvaluationError) { return .map(try MapValue(entries)) } catch {
        throw error.located(at: span)
      }
    }
  }
}

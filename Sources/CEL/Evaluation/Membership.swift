/// `x in list` and `x in map`.
enum Membership {
  static func evaluator(_ element: Evaluator, _ container: Evaluator, _ span: SourceSpan) -> Evaluator {
    if case .list(let list) = container.constant, let texts = texts(list) { return among(texts, element) }
    if case .list(let list) = container.constant, let members = members(list) {
      return Evaluator(test: { frame throws(EvaluationError) -> Bool in
        let value = try element.evaluate(&frame)
        // A double equals every integer that rounds to it, which a set can't tell.
        if case .double = value { return try contains(value, .list(list), &frame.budget) }
        return MapKey(value).map { members.contains($0) } ?? false
      })
    }
    return Evaluator(test: { frame throws(EvaluationError) -> Bool in
      let element = try element.evaluate(&frame)
      let container = try container.evaluate(&frame)
      do throws(EvaluationError) {
        return try contains(element, container, &frame.budget)
      } catch { throw error.located(at: span) }
    })
  }

  static func contains(
    _ element: Value, _ container: Value, _ budget: inout Budget
  ) throws(EvaluationError) -> Bool {
    switch container {
    case .list(let list):
      for candidate in list {
        try budget.charge(1)
        if try candidate.isEqual(to: element, &budget) { return true }
      }
      return false
    case .map(let map): return map[element] != nil
    default: throw EvaluationError.noSuchOverload
    }
  }

  /// The elements of a short constant list, if all are texts.
  private static func texts(_ list: [Value]) -> [String]? {
    guard list.count <= 6 else { return nil }
    var texts: [String] = []
    for case .string(let text) in list { texts.append(text) }
    return texts.count == list.count ? texts : nil
  }

  private static func among(_ texts: [String], _ element: Evaluator) -> Evaluator {
    if let slot = element.slot {
      return Evaluator(test: { frame throws(EvaluationError) -> Bool in
        // Looks at the variable where it stands, without copying it.
        if let pointer = frame.pointer(to: slot) {
          guard case .string(let text) = pointer.pointee else { return false }
          return texts.contains { $0.hasSameBytes(as: text) }
        }
        guard case .string(let text) = try frame.value(at: slot) else { return false }
        return texts.contains { $0.hasSameBytes(as: text) }
      })
    }
    return Evaluator(test: { frame throws(EvaluationError) -> Bool in
      guard case .string(let text) = try element.evaluate(&frame) else { return false }
      return texts.contains { $0.hasSameBytes(as: text) }
    })
  }

  /// The elements of a constant list as a set, if it is long and holds only what can be a map's key.
  private static func members(_ list: [Value]) -> Set<MapKey>? {
    guard list.count > 6 else { return nil }
    var members: Set<MapKey> = []
    for value in list {
      if case .double = value { return nil }
      guard let key = MapKey(value) else { return nil }
      members.insert(key)
    }
    return members
  }
}

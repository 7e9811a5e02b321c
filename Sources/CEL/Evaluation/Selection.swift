/// Fields, keys and indexes, also of optional values.
enum Selection {
  static func value(_ operand: Evaluator, _ field: String, _ span: SourceSpan) -> Evaluator {
    Evaluator { frame throws(EvaluationError) -> Value in
      let operand = try operand.evaluate(&frame)
      if case .map(let map) = operand {
        guard let value = map[field] else {
          throw EvaluationError.noSuchKey(.string(field)).located(at: span)
        }
        return value
      }
      guard case .optional = operand else { throw EvaluationError.noSuchOverload.located(at: span) }
      return .optional(try find(operand, .string(field), span))
    }
  }

  static func optional(_ operand: Evaluator, _ field: String, _ span: SourceSpan) -> Evaluator {
    Evaluator { frame throws(EvaluationError) -> Value in
      .optional(try find(operand.evaluate(&frame), .string(field), span))
    }
  }

  static func presence(_ operand: Evaluator, _ field: String, _ span: SourceSpan) -> Evaluator {
    Evaluator(test: { frame throws(EvaluationError) -> Bool in
      try find(operand.evaluate(&frame), .string(field), span) != nil
    })
  }

  static func value(ofObjectAt slot: Int, _ field: String, _ span: SourceSpan) -> Evaluator {
    Evaluator { frame throws(EvaluationError) -> Value in
      do throws(EvaluationError) {
        guard let value = try frame.value(at: slot, field: field) else {
          throw EvaluationError(.noSuchKey, "no such field `\(field)`")
        }
        return value
      } catch { throw error.located(at: span) }
    }
  }

  static func optional(inObjectAt slot: Int, _ field: String, _ span: SourceSpan) -> Evaluator {
    Evaluator { frame throws(EvaluationError) -> Value in
      do throws(EvaluationError) {
        return .optional(try frame.value(at: slot, field: field))
      } catch { throw error.located(at: span) }
    }
  }

  static func presence(inObjectAt slot: Int, _ field: String, _ span: SourceSpan) -> Evaluator {
    Evaluator(test: { frame throws(EvaluationError) -> Bool in
      do throws(EvaluationError) {
        return try frame.value(at: slot, field: field) != nil
      } catch { throw error.located(at: span) }
    })
  }

  static func index(_ operand: Evaluator, _ index: Evaluator, _ span: SourceSpan) -> Evaluator {
    Evaluator { frame throws(EvaluationError) -> Value in
      let operand = try operand.evaluate(&frame)
      let index = try index.evaluate(&frame)
      do throws(EvaluationError) { return try element(operand, index) } catch {
        throw error.located(at: span)
      }
    }
  }

  /// The element of a list, map or optional value.
  static func element(_ operand: Value, _ index: Value) throws(EvaluationError) -> Value {
    if case .optional = operand { return .optional(try find(operand, index)) }
    if let value = try find(operand, index) { return value }
    guard case .list = operand else { throw EvaluationError.noSuchKey(index) }
    throw EvaluationError(.indexOutOfRange, "the index is outside of the list", value: index)
  }

  static func optionalIndex(_ operand: Evaluator, _ index: Evaluator, _ span: SourceSpan) -> Evaluator {
    Evaluator { frame throws(EvaluationError) -> Value in
      let operand = try operand.evaluate(&frame)
      return .optional(try find(operand, index.evaluate(&frame), span))
    }
  }

  /// What an optional value holds.
  static func content(_ value: Value, _ span: SourceSpan) throws(EvaluationError) -> Value? {
    guard case .optional(let content) = value else { throw EvaluationError.noSuchOverload.located(at: span) }
    return content
  }

  private static func find(
    _ operand: Value, _ key: Value, _ span: SourceSpan
  ) throws(EvaluationError) -> Value? {
    do throws(EvaluationError) { return try find(operand, key) } catch { throw error.located(at: span) }
  }

  /// The element, or nil if there is none. Looks through optional values.
  private static func find(_ operand: Value, _ key: Value) throws(EvaluationError) -> Value? {
    switch operand {
    case .map(let map): return map[key]
    case .list(let list):
      guard let index = position(key) else {
        throw EvaluationError(.invalidArgument, "a list's index must be a whole number", value: key)
      }
      return list.indices.contains(index) ? list[index] : nil
    case .optional(let content):
      guard let content else { return nil }
      return try find(content, key)
    default: throw EvaluationError.noSuchOverload
    }
  }

  private static func position(_ value: Value) -> Int? {
    switch value {
    case .int(let value): Int(exactly: value)
    case .uint(let value): Int(exactly: value) ?? .max
    case .double(let value): Int(exactly: value)
    default: nil
    }
  }
}

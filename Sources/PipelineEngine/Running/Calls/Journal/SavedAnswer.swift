import PipelineModel

/// What a call brought, as the journal keeps it until its record is settled.
///
/// Slots belong to one plan, so that values are kept in the order in which the step assigns them.
struct SavedAnswer: Sendable, Codable, Equatable {
  enum Value: Sendable, Codable, Equatable {
    case null
    case boolean(Bool)
    case integer(Int64)
    /// The bits, since JSON has no infinity.
    case double(UInt64)
    case string(String)
    case json(String)
  }

  /// A longer answer is not kept; a run that is continued then only knows that the call was made.
  static let limit = 16 << 10

  private var values: [Value]

  /// The answer, unless it is too long.
  init?(_ result: CallResult) {
    var bytes = 0
    values = result.assignments.map { assignment in
      switch assignment.value {
      case .null: return .null
      case .boolean(let value): return .boolean(value)
      case .integer(let value): return .integer(value)
      case .double(let value): return .double(value.bitPattern)
      case .string(let text):
        bytes += text.count
        return .string(String(decoding: text, as: UTF8.self))
      case .json(let text):
        bytes += text.count
        return .json(String(decoding: text, as: UTF8.self))
      }
    }
    if bytes > Self.limit { return nil }
  }

  /// The answer for a step that assigns to these slots; nil if it assigns another number of them now.
  func result(_ slots: [Int]) -> CallResult? {
    guard slots.count == values.count else { return nil }
    return CallResult(
      zip(slots, values).map { slot, value in
        switch value {
        case .null: (slot, .null)
        case .boolean(let value): (slot, .boolean(value))
        case .integer(let value): (slot, .integer(value))
        case .double(let bits): (slot, .double(Double(bitPattern: bits)))
        case .string(let text): (slot, .string(Array(text.utf8)))
        case .json(let text): (slot, .json(Array(text.utf8)))
        }
      })
  }
}

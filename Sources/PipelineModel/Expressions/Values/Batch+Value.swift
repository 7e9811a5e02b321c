internal import CEL

extension Batch {
  /// The cell of a computed value; its text is copied into this batch.
  ///
  /// Lists and maps become JSON text, durations and bytes (base64) text, unsigned integers beyond `Int64` the text
  /// of a JSON number, and an absent optional value null.
  ///
  /// - Parameter type: what the expression is known to yield; of a `date`, timestamps become days.
  func cell(_ value: Value, as type: ColumnType) throws(EvaluationError) -> Cell {
    switch value {
    case .null, .optional(nil): return .null
    case .bool(let value): return Cell(value)
    case .int(let value): return Cell(value)
    case .uint(let value):
      return Int64(exactly: value).map { Cell($0) } ?? copyText(String(value), tag: .number)
    case .double(let value): return Cell(value)
    case .string(let value): return copyText(value)
    case .timestamp(let value):
      if type == .date, value.nanoseconds == 0, value.secondsSinceEpoch % 86_400 == 0 {
        return Cell(days: value.secondsSinceEpoch / 86_400)
      }
      return Cell(seconds: value.secondsSinceEpoch, nanoseconds: UInt32(value.nanoseconds))
    case .duration(let value): return copyText(value.secondsText)
    case .bytes(let value): return value.base64.withUnsafeBufferPointer { copyText($0) }
    case .type(let value): return copyText(value.name)
    case .optional(let value?): return try cell(value, as: type)
    case .list, .map:
      var json: [UInt8] = []
      try json.appendJSON(value)
      return json.withUnsafeBufferPointer { copyText($0, tag: .json) }
    case .opaque(let value):
      throw EvaluationError(.conversion, "a value of type `\(value.typeName)` can't be stored in a record")
    }
  }
}

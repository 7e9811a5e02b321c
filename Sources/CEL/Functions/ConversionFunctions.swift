/// `int(x)`, `string(x)` and the other conversions between types.
enum ConversionFunctions {
  static let all: [Function] = [bool, int, uint, double, string, bytes, timestamp, duration, type, dyn]

  private static let bool = Function(
    "bool", "Converts `true`, `True`, `TRUE`, `t`, `1` and their opposites from text.",
    [
      .function("bool_to_bool") { (a: Bool) -> Bool in a },
      .function("string_to_bool") { (a: String) throws(EvaluationError) -> Bool in
        switch a {
        case "true", "True", "TRUE", "t", "1": return true
        case "false", "False", "FALSE", "f", "0": return false
        default: throw failure("the text is neither `true` nor `false`", a)
        }
      },
    ])

  private static let int = Function(
    "int", "Converts to an integer, cutting off a fraction; of a timestamp, the seconds since 1970.",
    [
      .function("int64_to_int64") { (a: Int64) -> Int64 in a },
      .function("uint64_to_int64") { (a: UInt64) throws(EvaluationError) -> Int64 in
        guard let result = Int64(exactly: a) else { throw outOfRange(a) }
        return result
      },
      .function("double_to_int64") { (a: Double) throws(EvaluationError) -> Int64 in
        // Both limits are excluded, as in cel-go: they can't be told from the values beyond.
        guard a > -0x1p63, a < 0x1p63 else { throw outOfRange(a) }
        return Int64(a)
      },
      .function("string_to_int64") { (a: String) throws(EvaluationError) -> Int64 in
        guard let result = Int64(a) else { throw failure("the text isn't an integer", a) }
        return result
      },
      .function("timestamp_to_int64") { (a: Timestamp) -> Int64 in a.secondsSinceEpoch },
      .function("duration_to_int64") { (a: Duration) -> Int64 in a.wholeNanoseconds ?? 0 },
    ])

  private static let uint = Function(
    "uint", "Converts to an unsigned integer, cutting off a fraction.",
    [
      .function("uint64_to_uint64") { (a: UInt64) -> UInt64 in a },
      .function("int64_to_uint64") { (a: Int64) throws(EvaluationError) -> UInt64 in
        guard let result = UInt64(exactly: a) else { throw outOfRange(a) }
        return result
      },
      .function("double_to_uint64") { (a: Double) throws(EvaluationError) -> UInt64 in
        guard a >= 0, a < 0x1p64 else { throw outOfRange(a) }
        return UInt64(a)
      },
      .function("string_to_uint64") { (a: String) throws(EvaluationError) -> UInt64 in
        guard let result = UInt64(a) else { throw failure("the text isn't an unsigned integer", a) }
        return result
      },
    ])

  private static let double = Function(
    "double", "Converts to a floating-point number.",
    [
      .function("double_to_double") { (a: Double) -> Double in a },
      .function("int64_to_double") { (a: Int64) -> Double in Double(a) },
      .function("uint64_to_double") { (a: UInt64) -> Double in Double(a) },
      .function("string_to_double") { (a: String) throws(EvaluationError) -> Double in
        guard let result = Double(decimal: a) else { throw failure("the text isn't a number", a) }
        return result
      },
    ])

  private static let string = Function(
    "string", "Converts to text; timestamps as RFC 3339, durations as seconds.",
    [
      .function("string_to_string") { (a: String) -> String in a },
      .function("bool_to_string") { (a: Bool) -> String in a ? "true" : "false" },
      .function("int64_to_string") { (a: Int64) -> String in String(a) },
      .function("uint64_to_string") { (a: UInt64) -> String in String(a) },
      .function("double_to_string") { (a: Double) -> String in a.celText },
      .function("bytes_to_string") { (a: [UInt8]) throws(EvaluationError) -> String in
        guard let text = String(validating: a, as: UTF8.self) else {
          throw EvaluationError(.conversion, "the bytes aren't UTF-8", value: .bytes(a))
        }
        return text
      },
      .function("timestamp_to_string") { (a: Timestamp) -> String in a.description },
      .function("duration_to_string") { (a: Duration) -> String in a.celText },
    ])

  private static let bytes = Function(
    "bytes", "The UTF-8 bytes of a text.",
    [
      .function("bytes_to_bytes") { (a: [UInt8]) -> [UInt8] in a },
      .function("string_to_bytes") { (a: String) -> [UInt8] in Array(a.utf8) },
    ])

  private static let timestamp = Function(
    "timestamp", "A time from RFC 3339 text or from seconds since 1970.",
    [
      .function("timestamp_to_timestamp") { (a: Timestamp) -> Timestamp in a },
      .function("int64_to_timestamp") { (a: Int64) throws(EvaluationError) -> Timestamp in
        let result = Timestamp(secondsSinceEpoch: a)
        guard result.isInRange else { throw outOfRange(a) }
        return result
      },
      .function("string_to_timestamp") { (a: String) throws(EvaluationError) -> Timestamp in
        guard let result = Timestamp(a) else {
          throw failure("the text isn't a time in RFC 3339 of the years 1 to 9999", a)
        }
        return result
      }.preparing(argument: 0) {
        (constant: Value) throws(Overload.PreparationFailure) -> Overload.Implementation? in
        guard case .string(let text) = constant, Timestamp(text) == nil else { return nil }
        throw Overload.PreparationFailure(
          message: "the text isn't a time in RFC 3339 of the years 1 to 9999",
          help: "as in `timestamp('2024-05-01T12:00:00Z')`")
      },
    ])

  private static let duration = Function(
    "duration", "A duration from text such as `1h30m`, `1.5s` or `300ms`.",
    [
      .function("duration_to_duration") { (a: Duration) -> Duration in a },
      .function("int64_to_duration") { (a: Int64) -> Duration in .nanoseconds(a) },
      .function("string_to_duration") { (a: String) throws(EvaluationError) -> Duration in
        guard let result = Duration(celText: a) else {
          throw failure("the text isn't a duration of at most 292 years", a)
        }
        return result
      }.preparing(argument: 0) {
        (constant: Value) throws(Overload.PreparationFailure) -> Overload.Implementation? in
        guard case .string(let text) = constant, Duration(celText: text) == nil else { return nil }
        throw Overload.PreparationFailure(
          message: "the text isn't a duration of at most 292 years",
          help: "as in `duration('1h30m')`; the largest unit is `h`")
      },
    ])

  private static let type = Function(
    "type", "The type of a value.",
    [
      .function("type", parameters: [.parameter("A")], result: .type) { (a: Value) -> Value in .type(a.type) }
    ])

  private static let dyn = Function(
    "dyn", "The value itself, its type no longer known to the checker.",
    [.function("to_dyn", parameters: [.parameter("A")]) { (a: Value) -> Value in a }])

  private static func failure(_ message: String, _ text: String) -> EvaluationError {
    EvaluationError(.conversion, message, value: .string(text))
  }

  private static func outOfRange(_ number: some ValueConvertible) -> EvaluationError {
    EvaluationError(.overflow, "the number is outside of the type's range", value: number.value)
  }
}

extension Double {
  /// Reads decimal numbers, `NaN` and `Infinity` with an optional sign; no hexadecimal numbers, no spaces.
  init?(decimal text: String) {
    switch text {
    case "Infinity", "+Infinity", "Inf", "+Inf", "inf", "+inf": self = .infinity
    case "-Infinity", "-Inf", "-inf": self = -.infinity
    case "NaN", "nan": self = .nan
    default:
      let isDecimal = text.utf8.allSatisfy { $0.isDigit || "+-.eE".utf8.contains($0) }
      guard isDecimal, let number = Double(text), number.isFinite else { return nil }
      self = number
    }
  }
}

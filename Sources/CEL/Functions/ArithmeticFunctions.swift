/// `+`, `-`, `*`, `/`, `%` and the sign. Integers never wrap around: leaving the range is an error.
enum ArithmeticFunctions {
  static let all: [Function] = [add, subtract, multiply, divide, modulo, negate]

  private static let add = Function(
    Operator.add, "Adds numbers, times and durations; joins texts, bytes and lists.",
    [
      .function("add_int64") { (a: Int64, b: Int64) throws(EvaluationError) -> Int64 in
        try exact(a.addingReportingOverflow(b))
      },
      .function("add_double") { (a: Double, b: Double) -> Double in a + b },
      .function("add_uint64") { (a: UInt64, b: UInt64) throws(EvaluationError) -> UInt64 in
        try exact(a.addingReportingOverflow(b))
      },
      .function("add_string") { (a: String, b: String) -> String in a + b },
      .function("add_bytes") { (a: [UInt8], b: [UInt8]) -> [UInt8] in a + b },
      .binary("add_list", false, [.list(.parameter("A")), .list(.parameter("A"))], .list(.parameter("A"))) {
        (a: ListValue, b: ListValue, budget: inout Budget) throws(EvaluationError) -> ListValue in
        try budget.charge(a.elements.count + b.elements.count)
        return ListValue(a.elements + b.elements)
      },
      .function("add_timestamp_duration") {
        (a: Timestamp, b: Duration) throws(EvaluationError) -> Timestamp in
        try inRange(a.advanced(by: b))
      },
      .function("add_duration_timestamp") {
        (a: Duration, b: Timestamp) throws(EvaluationError) -> Timestamp in
        try inRange(b.advanced(by: a))
      },
      .function("add_duration_duration") { (a: Duration, b: Duration) throws(EvaluationError) -> Duration in
        try inRange(a + b)
      },
    ])

  private static let subtract = Function(
    Operator.subtract, "Subtracts numbers and durations; the duration between two times.",
    [
      .function("subtract_int64") { (a: Int64, b: Int64) throws(EvaluationError) -> Int64 in
        try exact(a.subtractingReportingOverflow(b))
      },
      .function("subtract_double") { (a: Double, b: Double) -> Double in a - b },
      .function("subtract_uint64") { (a: UInt64, b: UInt64) throws(EvaluationError) -> UInt64 in
        try exact(a.subtractingReportingOverflow(b))
      },
      .function("subtract_timestamp_timestamp") {
        (a: Timestamp, b: Timestamp) throws(EvaluationError) -> Duration in
        guard let result = a.since(b) else { throw overflow }
        return result
      },
      .function("subtract_timestamp_duration") {
        (a: Timestamp, b: Duration) throws(EvaluationError) -> Timestamp in
        try inRange(a.advanced(by: .zero - b))
      },
      .function("subtract_duration_duration") {
        (a: Duration, b: Duration) throws(EvaluationError) -> Duration in
        try inRange(a - b)
      },
    ])

  private static let multiply = Function(
    Operator.multiply, "Multiplies two numbers.",
    [
      .function("multiply_int64") { (a: Int64, b: Int64) throws(EvaluationError) -> Int64 in
        try exact(a.multipliedReportingOverflow(by: b))
      },
      .function("multiply_double") { (a: Double, b: Double) -> Double in a * b },
      .function("multiply_uint64") { (a: UInt64, b: UInt64) throws(EvaluationError) -> UInt64 in
        try exact(a.multipliedReportingOverflow(by: b))
      },
    ])

  private static let divide = Function(
    Operator.divide, "Divides two numbers; integers are rounded towards zero.",
    [
      .function("divide_int64") { (a: Int64, b: Int64) throws(EvaluationError) -> Int64 in
        try checkDivisor(b != 0)
        return try exact(a.dividedReportingOverflow(by: b))
      },
      .function("divide_double") { (a: Double, b: Double) -> Double in a / b },
      .function("divide_uint64") { (a: UInt64, b: UInt64) throws(EvaluationError) -> UInt64 in
        try checkDivisor(b != 0)
        return a / b
      },
    ])

  private static let modulo = Function(
    Operator.modulo, "The remainder of a division, with the sign of the first number.",
    [
      .function("modulo_int64") { (a: Int64, b: Int64) throws(EvaluationError) -> Int64 in
        try checkDivisor(b != 0)
        return try exact(a.remainderReportingOverflow(dividingBy: b))
      },
      .function("modulo_uint64") { (a: UInt64, b: UInt64) throws(EvaluationError) -> UInt64 in
        try checkDivisor(b != 0)
        return a % b
      },
    ])

  private static let negate = Function(
    Operator.negate, "Changes the sign of a number.",
    [
      .function("negate_int64") { (a: Int64) throws(EvaluationError) -> Int64 in
        try exact(Int64(0).subtractingReportingOverflow(a))
      },
      .function("negate_double") { (a: Double) -> Double in -a },
    ])

  private static func exact<T>(_ result: (partialValue: T, overflow: Bool)) throws(EvaluationError) -> T {
    if result.overflow { throw overflow }
    return result.partialValue
  }

  private static func checkDivisor(_ isValid: Bool) throws(EvaluationError) {
    if !isValid { throw EvaluationError(.divisionByZero, "division by zero") }
  }

  private static func inRange(_ time: Timestamp?) throws(EvaluationError) -> Timestamp {
    guard let time else { throw overflow }
    return time
  }

  private static func inRange(_ duration: Duration) throws(EvaluationError) -> Duration {
    guard duration.wholeNanoseconds != nil else { throw overflow }
    return duration
  }

  private static var overflow: EvaluationError {
    EvaluationError(.overflow, "the result is outside of its type's range")
  }
}

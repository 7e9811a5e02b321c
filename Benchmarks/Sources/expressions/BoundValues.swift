import CEL

/// Two comparisons by the CEL library alone, on values bound to slots.
enum BoundValues {
  static let text = "los > 3.0 && subject_id < 10800"

  static func measure() -> [Measurement] {
    let environment = Environment(variables: [Variable("los", .double), Variable("subject_id", .int)])
    guard let program = try? environment.compile(text) else { preconditionFailure("the expression is right") }
    let records: [[Value]] = (0..<1024).map {
      [.double(Double($0 % 100) / 10), .int(Int64(10_000 + $0 % 1000))]
    }
    return [
      Measurement("CEL library, bound values", text, limit: 100, records: records.count) {
        var count = 0
        for record in records where (try? program.test(record)) == true { count += 1 }
        return count
      }
    ]
  }
}

/// Comparisons, `in`, `[]` and `!`. The evaluator has code of its own for them; these declarations give the checker the
/// types and stand in where an operator isn't fused.
enum ComparisonFunctions {
  static let all: [Function] =
    [equal, notEqual] + orderings + [contained, index, not]

  private static let same: [CELType] = [.parameter("A"), .parameter("A")]

  private static let equal = Function(
    Operator.equal, "Whether two values are equal; numbers are compared across their types.",
    [
      .binary("equals", false, same) {
        (a: Value, b: Value, budget: inout Budget) throws(EvaluationError) -> Bool in
        try a.isEqual(to: b, &budget)
      }
    ])

  private static let notEqual = Function(
    Operator.notEqual, "Whether two values differ.",
    [
      .binary("not_equals", false, same) {
        (a: Value, b: Value, budget: inout Budget) throws(EvaluationError) -> Bool in
        try !a.isEqual(to: b, &budget)
      }
    ])

  private static let orderings: [Function] = [
    ordering(Operator.less, "less", .less), ordering(Operator.lessOrEqual, "less_equals", .lessOrEqual),
    ordering(Operator.greater, "greater", .greater),
    ordering(Operator.greaterOrEqual, "greater_equals", .greaterOrEqual),
  ]

  private static func ordering(_ name: String, _ id: String, _ comparison: Comparison) -> Function {
    let numbers: [(String, CELType)] = [("int64", .int), ("uint64", .uint), ("double", .double)]
    let others: [(String, CELType)] = [
      ("bool", .bool), ("string", .string), ("bytes", .bytes), ("timestamp", .timestamp),
      ("duration", .duration),
    ]
    var overloads = others.map { overload("\(id)_\($0.0)", [$0.1, $0.1], comparison) }
    for a in numbers {
      for b in numbers {
        overloads.append(
          overload(a.1 == b.1 ? "\(id)_\(a.0)" : "\(id)_\(a.0)_\(b.0)", [a.1, b.1], comparison))
      }
    }
    return Function(name, "Compares two values; numbers are compared across their types.", overloads)
  }

  private static func overload(_ id: String, _ types: [CELType], _ comparison: Comparison) -> Overload {
    .binary(id, false, types) { (a: Value, b: Value, budget: inout Budget) throws(EvaluationError) -> Bool in
      try comparison.compare(a, b, &budget)
    }
  }

  private static let contained = Function(
    Operator.contained, "Whether a list has an element, or a map a key.",
    [
      .binary("in_list", false, [.parameter("A"), .list(.parameter("A"))]) {
        (a: Value, b: Value, budget: inout Budget) throws(EvaluationError) -> Bool in
        try Membership.contains(a, b, &budget)
      },
      .binary("in_map", false, [.parameter("A"), .map(.parameter("A"), .parameter("B"))]) {
        (a: Value, b: Value, budget: inout Budget) throws(EvaluationError) -> Bool in
        try Membership.contains(a, b, &budget)
      },
    ])

  private static let index = Function(
    Operator.index, "The element at an index counted from 0, or the value of a key.",
    [
      .function("index_list", parameters: [.list(.parameter("A")), .int], result: .parameter("A")) {
        (list: Value, index: Value) throws(EvaluationError) -> Value in try Selection.element(list, index)
      },
      .function(
        "index_map", parameters: [.map(.parameter("A"), .parameter("B")), .parameter("A")],
        result: .parameter("B")
      ) { (map: Value, key: Value) throws(EvaluationError) -> Value in try Selection.element(map, key) },
    ])

  private static let not = Function(
    Operator.not, "True if a condition is false.",
    [.function("logical_not") { (a: Bool) -> Bool in !a }])
}

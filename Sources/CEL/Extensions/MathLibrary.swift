extension Library {
  /// Greatest and least, rounding, signs, tests of floating-point numbers, and operations on bits.
  public static let math = Library(
    name: "math",
    functions: [MathExtremes.greatest, MathExtremes.least] + MathFunctions.all + BitFunctions.all,
    macros: [MathExtremes.macro("greatest"), MathExtremes.macro("least")])
}

enum MathFunctions {
  static let all: [Function] = [
    rounding("ceil", "The number rounded up to a whole one.") { $0.rounded(.up) },
    rounding("floor", "The number rounded down to a whole one.") { $0.rounded(.down) },
    rounding("round", "The nearest whole number; halves go away from zero.") {
      $0.rounded(.toNearestOrAwayFromZero)
    },
    rounding("trunc", "The number without its fraction.") { $0.rounded(.towardZero) },
    rounding("sqrt", "The square root; of an integer as a double.", integers: true) { $0.squareRoot() },
    test("isNaN", "Whether the number is NaN.") { $0.isNaN },
    test("isInf", "Whether the number is infinite.") { $0.isInfinite },
    test("isFinite", "Whether the number is neither NaN nor infinite.") { $0.isFinite },
    abs, sign,
  ]

  private static func rounding(
    _ name: String, _ documentation: String, integers: Bool = false,
    _ body: @escaping @Sendable (Double) -> Double
  ) -> Function {
    var overloads: [Overload] = [.function("math_\(name)_double") { (a: Double) -> Double in body(a) }]
    if integers {
      overloads.append(.function("math_\(name)_int") { (a: Int64) -> Double in body(Double(a)) })
      overloads.append(.function("math_\(name)_uint") { (a: UInt64) -> Double in body(Double(a)) })
    }
    return Function("math.\(name)", documentation, overloads)
  }

  private static func test(
    _ name: String, _ documentation: String, _ body: @escaping @Sendable (Double) -> Bool
  ) -> Function {
    Function(
      "math.\(name)", documentation, [.function("math_\(name)_double") { (a: Double) -> Bool in body(a) }])
  }

  private static let abs = Function(
    "math.abs", "The number without its sign.",
    [
      .function("math_abs_double") { (a: Double) -> Double in a.magnitude },
      .function("math_abs_int") { (a: Int64) throws(EvaluationError) -> Int64 in
        guard let result = Int64(exactly: a.magnitude) else {
          throw EvaluationError(.overflow, "the result is outside of its type's range")
        }
        return result
      },
      .function("math_abs_uint") { (a: UInt64) -> UInt64 in a },
    ])

  private static let sign = Function(
    "math.sign", "-1, 0 or 1 by the number's sign.",
    [
      .function("math_sign_double") { (a: Double) -> Double in a > 0 ? 1 : a < 0 ? -1 : a },
      .function("math_sign_int") { (a: Int64) -> Int64 in a.signum() },
      .function("math_sign_uint") { (a: UInt64) -> UInt64 in a > 0 ? 1 : 0 },
    ])
}

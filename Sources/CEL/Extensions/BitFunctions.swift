/// Operations on the bits of integers.
enum BitFunctions {
  static let all: [Function] = [
    combine("bitAnd", "The bits set in both numbers.", { $0 & $1 }, { $0 & $1 }),
    combine("bitOr", "The bits set in either number.", { $0 | $1 }, { $0 | $1 }),
    combine("bitXor", "The bits set in exactly one of the numbers.", { $0 ^ $1 }, { $0 ^ $1 }),
    not,
    shift("bitShiftLeft", "The bits moved up; 0 from 64 places on.") { $0 << $1 },
    shift("bitShiftRight", "The bits moved down, with zeros coming in at the top; 0 from 64 places on.") {
      $0 >> $1
    },
  ]

  private static func combine(
    _ name: String, _ documentation: String, _ signed: @escaping @Sendable (Int64, Int64) -> Int64,
    _ unsigned: @escaping @Sendable (UInt64, UInt64) -> UInt64
  ) -> Function {
    Function(
      "math.\(name)", documentation,
      [
        .function("math_\(name)_int_int") { (a: Int64, b: Int64) -> Int64 in signed(a, b) },
        .function("math_\(name)_uint_uint") { (a: UInt64, b: UInt64) -> UInt64 in unsigned(a, b) },
      ])
  }

  private static let not = Function(
    "math.bitNot", "The number with every bit turned over.",
    [
      .function("math_bitNot_int_int") { (a: Int64) -> Int64 in ~a },
      .function("math_bitNot_uint_uint") { (a: UInt64) -> UInt64 in ~a },
    ])

  private static func shift(
    _ name: String, _ documentation: String, _ body: @escaping @Sendable (UInt64, Int64) -> UInt64
  ) -> Function {
    Function(
      "math.\(name)", documentation,
      [
        .function("math_\(name)_int_int") { (bits: Int64, places: Int64) throws(EvaluationError) -> Int64 in
          Int64(bitPattern: body(UInt64(bitPattern: bits), try checked(places)))
        },
        .function("math_\(name)_uint_int") {
          (bits: UInt64, places: Int64) throws(EvaluationError) -> UInt64 in
          body(bits, try checked(places))
        },
      ])
  }

  private static func checked(_ places: Int64) throws(EvaluationError) -> Int64 {
    guard places >= 0 else {
      throw EvaluationError(.invalidArgument, "bits can't be moved by a negative number", value: .int(places))
    }
    return places
  }
}

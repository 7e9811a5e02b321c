extension Overload {
  /// A function of one argument, called as `name(a)`.
  ///
  /// Argument and result types are those of the closure; pass `parameters` or `result` where the Swift type says less
  /// than wanted, such as `list(string)` for `[Value]`.
  public static func function<A: ValueConvertible, R: ValueConvertible>(
    _ id: String, parameters: [CELType]? = nil, result: CELType? = nil,
    _ body: @escaping @Sendable (A) throws(EvaluationError) -> R
  ) -> Overload {
    unary(id, false, parameters, result) { (a: A, _: inout Budget) throws(EvaluationError) -> R in try body(a)
    }
  }

  /// A method without further arguments, called as `a.name()`.
  public static func method<A: ValueConvertible, R: ValueConvertible>(
    _ id: String, parameters: [CELType]? = nil, result: CELType? = nil,
    _ body: @escaping @Sendable (A) throws(EvaluationError) -> R
  ) -> Overload {
    unary(id, true, parameters, result) { (a: A, _: inout Budget) throws(EvaluationError) -> R in try body(a)
    }
  }

  /// A function of two arguments, called as `name(a, b)`.
  public static func function<A: ValueConvertible, B: ValueConvertible, R: ValueConvertible>(
    _ id: String, parameters: [CELType]? = nil, result: CELType? = nil,
    _ body: @escaping @Sendable (A, B) throws(EvaluationError) -> R
  ) -> Overload {
    binary(id, false, parameters, result) { (a: A, b: B, _: inout Budget) throws(EvaluationError) -> R in
      try body(a, b)
    }
  }

  /// A method with one argument, called as `a.name(b)`.
  public static func method<A: ValueConvertible, B: ValueConvertible, R: ValueConvertible>(
    _ id: String, parameters: [CELType]? = nil, result: CELType? = nil,
    _ body: @escaping @Sendable (A, B) throws(EvaluationError) -> R
  ) -> Overload {
    binary(id, true, parameters, result) { (a: A, b: B, _: inout Budget) throws(EvaluationError) -> R in
      try body(a, b)
    }
  }

  /// A method with two arguments, called as `a.name(b, c)`.
  public static func method<
    A: ValueConvertible, B: ValueConvertible, C: ValueConvertible, R: ValueConvertible
  >(
    _ id: String, parameters: [CELType]? = nil, result: CELType? = nil,
    _ body: @escaping @Sendable (A, B, C) throws(EvaluationError) -> R
  ) -> Overload {
    ternary(id, true, parameters, result) {
      (a: A, b: B, c: C, _: inout Budget) throws(EvaluationError) -> R in
      try body(a, b, c)
    }
  }

  /// As `function` or `method`, for a body that charges the budget itself because its result may be large.
  static func unary<A: ValueConvertible, R: ValueConvertible>(
    _ id: String, _ isMethod: Bool, _ parameters: [CELType]? = nil, _ result: CELType? = nil,
    _ body: @escaping @Sendable (A, inout Budget) throws(EvaluationError) -> R
  ) -> Overload {
    Overload(
      id, isMethod: isMethod, parameters ?? [A.valueType], result ?? R.valueType,
      .unary { (a: Value, budget: inout Budget) throws(EvaluationError) -> Value? in
        guard let a = A(a) else { return nil }
        return try body(a, &budget).value
      })
  }

  static func binary<A: ValueConvertible, B: ValueConvertible, R: ValueConvertible>(
    _ id: String, _ isMethod: Bool, _ parameters: [CELType]? = nil, _ result: CELType? = nil,
    _ body: @escaping @Sendable (A, B, inout Budget) throws(EvaluationError) -> R
  ) -> Overload {
    Overload(
      id, isMethod: isMethod, parameters ?? [A.valueType, B.valueType], result ?? R.valueType,
      .binary { (a: Value, b: Value, budget: inout Budget) throws(EvaluationError) -> Value? in
        guard let a = A(a), let b = B(b) else { return nil }
        return try body(a, b, &budget).value
      })
  }

  static func ternary<
    A: ValueConvertible, B: ValueConvertible, C: ValueConvertible, R: ValueConvertible
  >(
    _ id: String, _ isMethod: Bool, _ parameters: [CELType]? = nil, _ result: CELType? = nil,
    _ body: @escaping @Sendable (A, B, C, inout Budget) throws(EvaluationError) -> R
  ) -> Overload {
    Overload(
      id, isMethod: isMethod, parameters ?? [A.valueType, B.valueType, C.valueType], result ?? R.valueType,
      .many { (values: [Value], budget: inout Budget) throws(EvaluationError) -> Value? in
        guard values.count == 3, let a = A(values[0]), let b = B(values[1]), let c = C(values[2]) else {
          return nil
        }
        return try body(a, b, c, &budget).value
      })
  }

  /// The same overload, with work done once when an argument is constant.
  func preparing(
    argument: Int,
    _ prepare: @escaping @Sendable (Value) throws(PreparationFailure) -> Implementation?
  ) -> Overload {
    var overload = self
    overload.preparation = Preparation(argument: argument, prepare: prepare)
    return overload
  }
}

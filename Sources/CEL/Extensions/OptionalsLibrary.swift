extension Library {
  /// Values that may be absent: `x.?y`, `x[?i]`, `optional.of(…)` and what can be done with them.
  public static let optionals = Library(
    name: "optionals",
    functions: [
      OptionalFunctions.of, OptionalFunctions.ofNonZeroValue, OptionalFunctions.none,
      OptionalFunctions.hasValue,
      OptionalFunctions.value, OptionalFunctions.or, OptionalFunctions.orValue, OptionalFunctions.index,
      OptionalFunctions.optionalIndex, OptionalFunctions.first, OptionalFunctions.last,
      OptionalFunctions.unwrap, OptionalFunctions.unwrapOptional,
    ],
    macros: [OptionalFunctions.map("optMap", flat: false), OptionalFunctions.map("optFlatMap", flat: true)],
    types: [CELType.optionalName: .optional(.dyn)])
}

/// An optional value, as functions take and return it.
private struct OptionalValue: ValueConvertible {
  static let valueType = CELType.optional(.dyn)
  let content: Value?

  init(content: Value?) { self.content = content }

  init?(_ value: Value) {
    guard case .optional(let content) = value else { return nil }
    self.content = content
  }

  var value: Value { .optional(content) }
}

private enum OptionalFunctions {
  private static let open = CELType.parameter("A")
  private static let optional = CELType.optional(.parameter("A"))

  static let of = Function(
    "optional.of", "An optional value that is present.",
    [
      .function("optional_of", parameters: [open], result: optional) { (a: Value) -> OptionalValue in
        OptionalValue(content: a)
      }
    ])

  static let ofNonZeroValue = Function(
    "optional.ofNonZeroValue", "An optional value that is present unless it is zero, empty, false or null.",
    [
      .function("optional_ofNonZeroValue", parameters: [open], result: optional) {
        (a: Value) -> OptionalValue in
        OptionalValue(content: a.isZero ? nil : a)
      }
    ])

  static let none = Function(
    "optional.none", "The absent value.",
    [
      Overload(
        "optional_none", isMethod: false, [], optional,
        .many { (_: [Value], _: inout Budget) throws(EvaluationError) -> Value? in .optional(nil) })
    ])

  static let hasValue = Function(
    "hasValue", "Whether an optional value is present.",
    [
      .method("optional_hasValue", parameters: [optional]) { (a: OptionalValue) -> Bool in a.content != nil }
    ])

  static let value = Function(
    "value", "The value of an optional value; an error if it is absent.",
    [
      .method("optional_value", parameters: [optional], result: open) {
        (a: OptionalValue) throws(EvaluationError) -> Value in
        guard let content = a.content else {
          throw EvaluationError(.invalidArgument, "the optional value is absent")
        }
        return content
      }
    ])

  static let or = Function(
    "or", "The first optional value if it is present, else the second.",
    [
      .method("optional_or_optional", parameters: [optional, optional], result: optional) {
        (a: OptionalValue, b: OptionalValue) -> OptionalValue in a.content == nil ? b : a
      }
    ])

  static let orValue = Function(
    "orValue", "The value of an optional value, or another one if it is absent.",
    [
      .method("optional_orValue_value", parameters: [optional, open], result: open) {
        (a: OptionalValue, b: Value) -> Value in a.content ?? b
      }
    ])

  static let index = Function(
    Operator.index, "The element inside of an optional list or map, as an optional value.",
    [
      element("optional_list_index", [.optional(.list(open)), .int], optional),
      element("optional_map_index", [.optional(.map(.parameter("K"), open)), .parameter("K")], optional),
    ])

  static let optionalIndex = Function(
    Operator.optionalIndex, "The element at an index or of a key as an optional value.",
    [
      element("list_optindex_optional_int", [.list(open), .int], optional),
      element("optional_list_optindex_optional_int", [.optional(.list(open)), .int], optional),
      element("map_optindex_optional_value", [.map(.parameter("K"), open), .parameter("K")], optional),
      element(
        "optional_map_optindex_optional_value", [.optional(.map(.parameter("K"), open)), .parameter("K")],
        optional),
    ])

  /// The evaluator has code of its own for both operators; they never get here.
  private static func element(_ id: String, _ parameters: [CELType], _ result: CELType) -> Overload {
    .function(id, parameters: parameters, result: result) {
      (a: Value, b: Value) throws(EvaluationError) -> Value in
      try Selection.element(.optional(a), b)
    }
  }

  static let first = Function(
    "first", "The first element of a list as an optional value.",
    [
      .method("list_first", parameters: [.list(open)], result: optional) {
        (list: ListValue) -> OptionalValue in
        OptionalValue(content: list.elements.first)
      }
    ])

  static let last = Function(
    "last", "The last element of a list as an optional value.",
    [
      .method("list_last", parameters: [.list(open)], result: optional) {
        (list: ListValue) -> OptionalValue in
        OptionalValue(content: list.elements.last)
      }
    ])

  static let unwrap = Function(
    "optional.unwrap", "The present values of a list of optional values.",
    [.unary("optional_unwrap", false, [.list(optional)], .list(open), present)])

  static let unwrapOptional = Function(
    "unwrapOpt", "The present values of a list of optional values.",
    [.unary("optional_unwrapOpt", true, [.list(optional)], .list(open), present)])

  private static let present: @Sendable (ListValue, inout Budget) throws(EvaluationError) -> ListValue = {
    (list: ListValue, budget: inout Budget) throws(EvaluationError) -> ListValue in
    try budget.charge(list.elements.count)
    var present: [Value] = []
    for element in list.elements {
      guard case .optional(let content) = element else { throw EvaluationError.noSuchOverload }
      if let content { present.append(content) }
    }
    return ListValue(present)
  }

  /// `x.optMap(v, body)`: the body with the value of `x` as `v`, if it is present. The receiver is bound to a hidden
  /// name, so that chains of such calls don't grow exponentially.
  static func map(_ name: String, flat: Bool) -> Macro {
    Macro(name: name, style: .method, argumentCount: 2) {
      (call: MacroCall) throws(CompileError) -> Expression? in
      guard let target = call.target else { return nil }
      let variable = try call.variable(0)
      let span = call.span
      func method(_ name: String, on receiver: Expression) -> Expression {
        Expression(.call(Expression.Name(text: name, span: call.name.span), target: receiver, []), span)
      }
      func function(_ name: String, _ arguments: [Expression]) -> Expression {
        let namespace = Expression(.identifier(".optional"), span)
        return Expression(
          .call(Expression.Name(text: name, span: call.name.span), target: namespace, arguments), span)
      }
      let hidden = Expression.Name(text: "@target", span: span)
      let receiver = Expression(.identifier(hidden.text), span)
      let mapped = Expression(
        .bind(variable, method("value", on: receiver), body: call.arguments[1]), call.arguments[1].span)
      let result = flat ? mapped : function("of", [mapped])
      let choice = Expression(
        .conditional(method("hasValue", on: receiver), result, function("none", [])), span)
      return Expression(.bind(hidden, target, body: choice), span)
    }
  }
}

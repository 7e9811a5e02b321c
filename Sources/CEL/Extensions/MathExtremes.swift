/// `math.greatest` and `math.least`: any number of arguments, of mixed number types, or one list.
enum MathExtremes {
  static let greatest = extreme("greatest", "The greatest of the numbers; of equal ones the first.", .greater)
  static let least = extreme("least", "The least of the numbers; of equal ones the first.", .less)

  /// Joins three and more arguments to a list and finds constants that aren't numbers.
  static func macro(_ name: String) -> Macro {
    Macro(name: name, style: .namespace("math"), argumentCount: nil) {
      (call: MacroCall) throws(CompileError) -> Expression? in
      guard let target = call.target, !call.arguments.isEmpty else {
        throw CompileError("`math.\(name)` needs at least one number", at: call.span)
      }
      for argument in call.arguments {
        guard case .literal(let value) = argument.kind, !value.type.isNumeric else { continue }
        throw CompileError(
          "`math.\(name)` compares numbers, found a value of type `\(value.type)`", at: argument.span)
      }
      guard call.arguments.count > 2 else { return nil }
      let elements = call.arguments.map { Expression.Element(value: $0, isOptional: false) }
      let list = Expression(.list(elements), call.span)
      return Expression(.call(call.name, target: target, [list]), call.span)
    }
  }

  private static func extreme(_ name: String, _ documentation: String, _ wanted: Order) -> Function {
    let numbers: [CELType] = [.int, .uint, .double]
    var overloads: [Overload] = numbers.map { type in
      .function("math_\(name)_\(type)", parameters: [type], result: type) {
        (a: Value) throws(EvaluationError) -> Value in try number(a)
      }
    }
    for a in numbers {
      for b in numbers {
        overloads.append(
          .function("math_\(name)_\(a)_\(b)", parameters: [a, b], result: a == b ? a : .dyn) {
            (a: Value, b: Value) throws(EvaluationError) -> Value in try pick(wanted, a, b)
          })
      }
    }
    for element in numbers + [.dyn] {
      overloads.append(
        .unary("math_\(name)_list_\(element)", false, [.list(element)], element) {
          (list: ListValue, budget: inout Budget) throws(EvaluationError) -> Value in
          try budget.charge(list.elements.count)
          guard let first = list.elements.first else {
            throw EvaluationError(.invalidArgument, "the list of numbers is empty")
          }
          var result = try number(first)
          for element in list.elements.dropFirst() { result = try pick(wanted, result, element) }
          return result
        })
    }
    return Function("math.\(name)", documentation, overloads)
  }

  private static func number(_ value: Value) throws(EvaluationError) -> Value {
    guard value.type.isNumeric else { throw EvaluationError.noSuchOverload }
    return value
  }

  private static func pick(_ wanted: Order, _ a: Value, _ b: Value) throws(EvaluationError) -> Value {
    guard a.type.isNumeric, b.type.isNumeric, let order = b.order(a) else {
      throw EvaluationError.noSuchOverload
    }
    return order == wanted ? b : a
  }
}

extension Library {
  /// `cel.block([values], body)`, in which `cel.index(n)` is the n-th value: the form in which common subexpressions
  /// are written by programs, not by people.
  public static let block = Library(
    name: "block", macros: [BlockMacros.block, BlockMacros.index, BlockMacros.iterVar])
}

private enum BlockMacros {
  static let block = Macro(name: "block", style: .namespace("cel"), argumentCount: 2) {
    (call: MacroCall) throws(CompileError) -> Expression? in
    guard case .list(let values) = call.arguments[0].kind, values.allSatisfy({ !$0.isOptional }) else {
      throw CompileError("`cel.block` needs a list of values", at: call.arguments[0].span)
    }
    var body = call.arguments[1]
    for (index, element) in values.enumerated().reversed() {
      let name = Expression.Name(text: "@index\(index)", span: element.value.span)
      body = Expression(.bind(name, element.value, body: body), call.span)
    }
    return body
  }

  static let index = Macro(name: "index", style: .namespace("cel"), argumentCount: 1) {
    (call: MacroCall) throws(CompileError) -> Expression? in
    Expression(.identifier("@index\(try number(call, 0))"), call.span)
  }

  static let iterVar = Macro(name: "iterVar", style: .namespace("cel"), argumentCount: 2) {
    (call: MacroCall) throws(CompileError) -> Expression? in
    Expression(.identifier("@iterVar\(try number(call, 0)):\(try number(call, 1))"), call.span)
  }

  private static func number(_ call: MacroCall, _ index: Int) throws(CompileError) -> Int64 {
    guard case .literal(.int(let number)) = call.arguments[index].kind, number >= 0 else {
      throw CompileError("`cel.\(call.name.text)` needs constant numbers", at: call.arguments[index].span)
    }
    return number
  }
}

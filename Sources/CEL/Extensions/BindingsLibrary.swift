extension Library {
  /// `cel.bind(name, value, body)`: a name for a value that is used more than once.
  public static let bindings = Library(
    name: "bindings",
    macros: [
      Macro(name: "bind", style: .namespace("cel"), argumentCount: 3) {
        (call: MacroCall) throws(CompileError) -> Expression? in
        Expression(.bind(try call.variable(0), call.arguments[1], body: call.arguments[2]), call.span)
      }
    ])
}

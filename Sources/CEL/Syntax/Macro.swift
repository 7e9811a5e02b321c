/// A call that the parser replaces by another expression, because an argument isn't a value of its own.
struct Macro: Sendable {
  enum Style: Equatable {
    /// `has(x)`
    case function
    /// `list.all(…)`
    case method
    /// `cel.bind(…)`
    case namespace(String)
  }

  let name: String
  let style: Style
  /// Nil if any number may follow.
  let argumentCount: Int?
  /// Nil if the call isn't meant for the macro after all.
  let expand: @Sendable (MacroCall) throws(CompileError) -> Expression?
}

/// A call that fits a macro's name and number of arguments.
struct MacroCall {
  let name: Expression.Name
  let target: Expression?
  let arguments: [Expression]
  let span: SourceSpan

  /// The argument as the name of a new variable.
  func variable(_ index: Int) throws(CompileError) -> Expression.Name {
    guard let name = arguments[index].simpleName else {
      throw CompileError(
        "argument \(index + 1) of `\(name.text)` must be a new name", at: arguments[index].span,
        help: "as in `[1, 2].all(x, x > 0)`")
    }
    return name
  }
}

/// The macros of an environment.
struct MacroTable: Sendable {
  private let macros: [String: [Macro]]

  init(_ macros: [Macro]) { self.macros = Dictionary(grouping: macros, by: \.name) }

  func find(_ name: String, _ target: Expression?, _ argumentCount: Int) -> Macro? {
    macros[name]?.first { macro in
      guard macro.argumentCount == nil || macro.argumentCount == argumentCount else { return false }
      switch macro.style {
      case .function: return target == nil
      case .method: return target != nil
      case .namespace(let namespace): return target?.simpleName?.text == namespace
      }
    }
  }
}

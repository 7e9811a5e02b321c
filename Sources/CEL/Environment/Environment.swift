/// The variables, functions and limits that expressions are compiled against.
///
/// ```swift
/// let environment = Environment(variables: [Variable("los", .double), Variable("unit", .string)])
/// let program = try environment.compile("los > 3.0 && unit == 'ICU'")
/// let isLong = try program.evaluate([.double(4.5), .string("ICU")])
/// ```
public struct Environment: Sendable {
  /// Whether types are checked before evaluation.
  public enum Typing: Sendable {
    /// A name that isn't declared or an operator that doesn't fit is a compile error.
    case checked
    /// Every expression is `dyn`; what doesn't fit fails when it is evaluated.
    case dynamic
  }

  /// The variables. A variable's slot is its index here.
  public let variables: [Variable]

  /// The standard library first, then those that were asked for.
  public let libraries: [Library]

  /// The bounds on parsing and evaluation.
  public let limits: Limits

  /// The slot of the object whose fields may be named without it.
  let implicitSlot: Int?

  let container: String
  let typing: Typing
  let macros: MacroTable
  let functions: [String: Function]
  let types: [String: CELType]
  let slots: [String: Int]

  /// Declares what expressions may use.
  ///
  /// - Parameters:
  ///   - container: the namespace in which names are looked up first, such as `com.example`.
  ///   - implicitReceiver: the variable, of an object type, whose fields may be named without it: `los` for
  ///     `record.los`. Variables win over its fields, its fields over the names of types.
  ///   - typing: whether types are checked before evaluation.
  public init(
    variables: [Variable] = [], libraries: [Library] = Library.extensions, container: String = "",
    implicitReceiver: String? = nil, typing: Typing = .checked, limits: Limits = Limits()
  ) {
    self.variables = variables
    self.libraries = [.standard] + libraries
    self.container = container
    self.typing = typing
    self.limits = limits
    macros = MacroTable(self.libraries.flatMap(\.macros))
    functions = Dictionary(self.libraries.flatMap(\.functions).map { ($0.name, $0) }) { first, second in
      Function(first.name, first.documentation, first.overloads + second.overloads)
    }
    types = self.libraries.reduce(into: [:]) { types, library in
      types.merge(library.types) { first, _ in first }
    }
    slots = Dictionary(variables.enumerated().map { ($1.name, $0) }) { first, _ in first }
    implicitSlot = variables.firstIndex { $0.name == implicitReceiver }
  }

  /// Reads an expression and finds the meaning and type of all its parts.
  public func check(_ source: String) throws(CompileError) -> CheckedExpression {
    let expression = try Parser.parse(source, limits, macros)
    var checker = Checker(self, source)
    return try checker.check(expression)
  }

  /// Makes a program of a checked expression.
  public func compile(_ expression: CheckedExpression) throws(CompileError) -> Program {
    try Program(expression, self)
  }

  /// Reads, checks and compiles an expression.
  public func compile(_ source: String) throws(CompileError) -> Program {
    try compile(check(source))
  }
}

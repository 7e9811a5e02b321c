/// A named set of functions, macros and types that an environment can offer.
public struct Library: Sendable {
  /// The library's name in documentation.
  public let name: String

  /// Its functions, in the order of the documentation.
  public let functions: [Function]

  let macros: [Macro]

  /// Types by the names they have in expressions.
  let types: [String: CELType]

  /// Makes a library of functions.
  public init(name: String, functions: [Function]) {
    self.init(name: name, functions: functions, macros: [])
  }

  init(name: String, functions: [Function] = [], macros: [Macro] = [], types: [String: CELType] = [:]) {
    self.name = name
    self.functions = functions
    self.macros = macros
    self.types = types
  }

  /// The libraries an environment offers unless told otherwise, besides the standard functions.
  public static let extensions: [Library] = [
    .strings, .math, .encoders, .bindings, .optionals, .twoVariableComprehensions, .network,
  ]
}
